using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Mras.MrasSamples;

namespace Dialtone.Wire.Tests.Mras;

public class MrasResponseTests
{
    [Fact]
    public void A_response_is_read_field_by_field()
    {
        var response = Read(Response);

        (response.RequestId, response.Version, response.ServerVersion).ShouldBe(("42", "1.0", "2.0"));
        (response.From, response.To).ShouldBe(("sip:alice@contoso.example", ServiceUri));
        response.Reason.ShouldBe(MrasReason.Ok);
        var one = response.Credentials.ShouldHaveSingleItem();
        one.Id.ShouldBe("42");
        one.Credentials.Username.Length.ShouldBe(52);
        one.Credentials.Password.Length.ShouldBe(20);
        one.Credentials.Duration.ShouldBe(TimeSpan.FromHours(8));
        one.Credentials.Realm.ShouldBe("relay.contoso.example");
        one.Relays.ShouldBe(
        [
            new MediaRelayOffer(MrasLocation.Intranet, HostName.Parse("av-edge.contoso.example"), null, 3478, 443),
            new MediaRelayOffer(MrasLocation.Internet, null, IpAddress.Parse("192.0.2.9"), null, 443),
        ]);
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var response = Read(Response);

        var again = Read(Encoding.UTF8.GetString(response.ToBytes()));

        (again with { Credentials = [] }).ShouldBe(response with { Credentials = [] });
        var (before, after) = (response.Credentials[0], again.Credentials[0]);
        after.Credentials.Username.ToArray().ShouldBe(before.Credentials.Username.ToArray());
        after.Credentials.Password.ToArray().ShouldBe(before.Credentials.Password.ToArray());
        (after.Credentials.Duration, after.Credentials.Realm)
            .ShouldBe((before.Credentials.Duration, before.Credentials.Realm));
        after.Relays.ShouldBe(before.Relays);
    }

    [Theory]
    [InlineData("OK", MrasReason.Ok)]
    [InlineData("Request Malformed", MrasReason.RequestMalformed)]
    [InlineData("Request Too Large", MrasReason.RequestTooLarge)]
    [InlineData("Not Supported", MrasReason.NotSupported)]
    [InlineData("Server Busy", MrasReason.ServerBusy)]
    [InlineData("Time Out", MrasReason.TimeOut)]
    [InlineData("Forbidden", MrasReason.Forbidden)]
    [InlineData("Internal Server Error", MrasReason.InternalServerError)]
    [InlineData("Other Failure", MrasReason.OtherFailure)]
    [InlineData("Version Mismatch", MrasReason.VersionMismatch)]
    public void Every_reason_has_its_phrase(string phrase, MrasReason reason)
    {
        MrasReasons.PhraseOf(reason).ShouldBe(phrase);
        Read($"<response reasonPhrase='{phrase}'/>").Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_phrase_unknown_here_is_kept()
    {
        var response = Read("<response reasonPhrase='ok'/>");

        (response.Reason, response.ReasonPhrase).ShouldBe((MrasReason.Unknown, "ok"));
        Should.Throw<ArgumentException>(() => MrasReasons.PhraseOf(MrasReason.Unknown));
    }

    [Fact]
    public void An_address_where_a_name_belongs_is_an_address()
    {
        Read(Response.Replace("av-edge.contoso.example", "2001:db8::1", StringComparison.Ordinal))
            .Credentials[0].Relays[0].Address.ShouldBe(IpAddress.Parse("2001:db8::1"));
    }

    [Theory]
    [InlineData("reasonPhrase", "phrase", XmlFaultKind.Missing, "reasonPhrase")]
    [InlineData("credentialsRequestID", "id", XmlFaultKind.Missing, "credentialsRequestID")]
    [InlineData("<duration>480</duration>", "", XmlFaultKind.Missing, "duration")]
    [InlineData("username>", "user>", XmlFaultKind.Missing, "username")]
    [InlineData("password>", "pass>", XmlFaultKind.Missing, "password")]
    [InlineData("credentials>", "other>", XmlFaultKind.Missing, "credentials")]
    [InlineData("HRVuewKlZUr3xmyMpMY/cM5Nmuo=", "HRVuewKlZUr3xmyMpMY/cM5Nmuo", XmlFaultKind.InvalidValue, "password")]
    [InlineData("HRVuewKlZUr3xmyMpMY/cM5Nmuo=", " ", XmlFaultKind.InvalidValue, "password")]
    [InlineData("av-edge.contoso.example", "two words", XmlFaultKind.InvalidValue, "hostName")]
    [InlineData("192.0.2.9", "192.0.2", XmlFaultKind.InvalidValue, "directIPAddress")]
    [InlineData("<hostName>av-edge.contoso.example</hostName>", "", XmlFaultKind.Missing, "hostName")]
    [InlineData("3478", "0", XmlFaultKind.InvalidValue, "udpPort")]
    [InlineData("443", "65536", XmlFaultKind.InvalidValue, "tcpPort")]
    public void Wrong_responses_are_told_apart(string right, string wrong, XmlFaultKind kind, string name)
    {
        var body = Encoding.UTF8.GetBytes(Response.Replace(right, wrong, StringComparison.Ordinal));

        MrasResponse.TryRead(body, out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Name).ShouldBe((kind, name));
    }

    [Fact]
    public void As_many_relays_and_bytes_as_the_limits_are_read_and_one_more_is_not()
    {
        static bool Reads(int relays, int bytes) => MrasResponse.TryRead(
            new MrasResponse
            {
                RequestId = "1",
                ReasonPhrase = "OK",
                Credentials =
                [
                    new("1", new(new byte[MrasLimits.CredentialBytesMax], [1], TimeSpan.FromMinutes(1)),
                        [.. Enumerable.Repeat(new MediaRelayOffer(null, HostName.Parse("a"), null, 1, null), relays)]),
                ],
            }.ToBytes().AsSpan() is var body && bytes == MrasLimits.CredentialBytesMax ? body
                : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(
                    Convert.ToBase64String(new byte[MrasLimits.CredentialBytesMax]),
                    Convert.ToBase64String(new byte[bytes]), StringComparison.Ordinal)),
            out _, out _);

        Reads(MrasLimits.RelaysMax, MrasLimits.CredentialBytesMax).ShouldBeTrue();
        Reads(MrasLimits.RelaysMax + 1, MrasLimits.CredentialBytesMax).ShouldBeFalse();
        Reads(MrasLimits.RelaysMax, MrasLimits.CredentialBytesMax + 1).ShouldBeFalse();
        Should.Throw<ArgumentException>(
            () => new MrasCredentials(new byte[MrasLimits.CredentialBytesMax + 1], [1], default));
    }

    [Fact]
    public void A_password_is_in_no_text()
    {
        var one = Read(Response).Credentials[0];

        one.ToString().ShouldNotContain("HRV");
        one.Credentials.ToString().ShouldBe("credentials of a Media Relay (hidden)");
    }

    private static MrasResponse Read(string body)
    {
        MrasResponse.TryRead(Encoding.UTF8.GetBytes(body), out var response, out var fault)
            .ShouldBeTrue(fault.ToString());
        return response!;
    }
}
