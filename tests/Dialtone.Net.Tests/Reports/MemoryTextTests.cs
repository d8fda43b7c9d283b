using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Memory;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Reports;

/// <summary>How what is remembered is said, in words and as data.</summary>
public class MemoryTextTests
{
    private static readonly DateTimeOffset Learned = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IpAddress Address = IpAddress.Parse("192.0.2.11");
    private static readonly KnownRegistrar Pool = new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061);
    private static readonly HostName Relay = HostName.Parse("av.contoso.example");

    [Fact]
    public void A_home_says_who_named_it_when_and_to_when_it_is_believed()
    {
        Words.Of(new RememberedRegistrar(Pool, [Address], Learned, RegistrarNaming.Redirect, Learned.AddMinutes(10)))
            .ShouldBe("pool01.contoso.example:5061 over TLS (192.0.2.11), named by a redirect at "
                + "2026-03-01 12:00:00Z, until 2026-03-01 12:10:00Z");
        Words.Of(new RememberedRegistrar(Pool, [], Learned, RegistrarNaming.Provisioning)).ShouldBe(
            "pool01.contoso.example:5061 over TLS (never resolved), named by in-band provisioning at "
                + "2026-03-01 12:00:00Z");
    }

    [Theory]
    [InlineData(3478, 443, "UDP 3478 and TCP 443, ")]
    [InlineData(3478, null, "UDP 3478, ")]
    [InlineData(null, 443, "TCP 443, ")]
    [InlineData(null, null, "")]
    public void A_relay_says_what_it_offers(int? udp, int? tcp, string offers) =>
        Words.Of(new RememberedRelay(Relay, [Address], Learned, (ushort?)udp, (ushort?)tcp)).ShouldBe(
            $"av.contoso.example (192.0.2.11), {offers}named at 2026-03-01 12:00:00Z");

    [Fact]
    public void Data_holds_the_home_and_the_relays()
    {
        var memory = new DeviceMemory
        {
            Account = "sip:alice@contoso.example",
            Profile = "lync-phone",
            Registrar = Pool,
            Home = [new(Pool, [Address], Learned, RegistrarNaming.PreferredRegistrar, Learned.AddMinutes(10))],
            MediaRelays = [new(Relay, [], Learned, UdpPort: null, 443)],
            SavedAt = Learned,
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            SignInJson.WriteMemory(json, memory);
            json.WriteEndObject();
        }

        var written = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("memory");
        written.GetProperty("home").GetRawText().ShouldBe(
            """
            [{"host":"pool01.contoso.example","transport":"TLS","port":5061,"addresses":["192.0.2.11"],
            "namedBy":"preferred-registrar","learnedAt":"2026-03-01T12:00:00+00:00",
            "until":"2026-03-01T12:10:00+00:00"}]
            """.ReplaceLineEndings(""));
        written.GetProperty("mediaRelays").GetRawText().ShouldBe(
            """
            [{"host":"av.contoso.example","tcpPort":443,"addresses":[],"learnedAt":"2026-03-01T12:00:00+00:00"}]
            """.Trim());
    }
}
