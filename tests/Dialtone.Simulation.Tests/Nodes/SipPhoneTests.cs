using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A phone of standard SIP and the lab's Registrar, in bytes, over each transport.</summary>
public class SipPhoneTests
{
    private const string Password = "Dial-Tone-1";
    private static readonly IpAddress Server = IpAddress.V4(192, 0, 2, 11);

    private readonly KeepingJournal _journal = new();

    [Theory]
    [InlineData(TransportChoice.Tcp)]
    [InlineData(TransportChoice.Udp)]
    public void It_registers_with_a_flow_and_stays_registered(TransportChoice transport)
    {
        var (pair, phone) = SignedIn(transport);
        pair.Advance(TimeSpan.FromHours(1));

        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        phone.Device.Grants!.Outbound.ShouldBeTrue();
        phone.Device.Grants.ServiceRoute.ShouldBe(["sip:fe1.contoso.example;lr"]);
        phone.Device.Grants.PublicGruu.ShouldStartWith("sip:alice@contoso.example;gr=");
        _journal.Entries.OfType<JournalEntry.Registered>().Count().ShouldBeGreaterThan(3);
        _journal.Entries.OfType<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
        pair.Registrar.Directory.BindingsOf("alice", pair.World.Time).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(TransportChoice.Tcp)]
    [InlineData(TransportChoice.Udp)]
    public void Twenty_percent_loss_and_doubled_datagrams_only_slow_it_down(TransportChoice transport)
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            var (pair, phone) = Made(transport, seed);
            pair.World.Weather = pair.World.Weather with { DatagramLoss = 200, DatagramDuplicate = 200 };
            pair.World.PowerOn(pair.DevicePlace);
            pair.Advance(TimeSpan.FromMinutes(2));

            phone.Device.Phase.ShouldBe(DevicePhase.SignedIn, $"seed {seed}");
        }
    }

    [Fact]
    public void A_flow_whose_pong_is_missing_is_dead_and_the_phone_registers_anew()
    {
        var (pair, phone) = SignedIn(TransportChoice.Tcp);
        var host = pair.RegistrarPlace.Host;
        host.Silent = true;
        pair.Advance(TimeSpan.FromSeconds(131));

        _journal.Entries.OfType<JournalEntry.ChannelLost>().ShouldHaveSingleItem().Why.ShouldBe(ChannelEnd.TimedOut);
        host.Silent = false;
        pair.Advance(TimeSpan.FromMinutes(1));
        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_second_connection_within_the_nonces_lifetime_is_not_challenged()
    {
        var (pair, phone) = SignedIn(TransportChoice.Tcp);
        var challenges = pair.Registrar.Observed.Challenges;
        pair.Advance(TimeSpan.FromSeconds(60));
        pair.World.Stop(pair.RegistrarPlace);
        pair.World.PowerOn(pair.RegistrarPlace);
        pair.Advance(TimeSpan.FromSeconds(5));

        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _journal.Entries.OfType<JournalEntry.Registered>().Count(e => !e.Refresh).ShouldBe(2);
        pair.Registrar.Observed.Challenges.ShouldBe(challenges);
    }

    private (Pair Pair, DeviceNode Phone) SignedIn(TransportChoice transport)
    {
        var (pair, phone) = Made(transport);
        pair.World.PowerOn(pair.DevicePlace);
        pair.Advance(TimeSpan.FromSeconds(5));
        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn, string.Join('\n', _journal.Entries));
        return (pair, phone);
    }

    private (Pair Pair, DeviceNode Phone) Made(TransportChoice transport, ulong seed = 1)
    {
        AddressOfRecord.TryParse("sip:alice@contoso.example", out var account).ShouldBeTrue();
        var settings = new DeviceSettings
        {
            Account = account!,
            Credential = UserCredential.FromPassword("alice", Password),
            Epid = "c8ca638a15",
            Profile = DeviceProfile.Sip,
            UseDhcp = false,
            Target = HostName.Parse($"{Server}"),
            TargetPort = 5060,
            Plan = new() { Transports = transport, Udp = true, Naming = StrictDnsNaming.Off },
        };
        var phone = new DeviceNode(settings, new SeededEntropy(seed, "phone"), _journal, memory: null);
        var registrar = new Registrar(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(Server, 5061),
                Tcp = new(Server, 5060),
                Udp = new(Server, 5060),
                TlsIdentity = "pool01",
                ServiceRoute = ["<sip:fe1.contoso.example;lr>"],
            },
            new(HostName.Parse("contoso.example"), [new("alice", Password)]),
            new SeededEntropy(seed, "registrar"));
        return (new Pair(phone, registrar, seed), phone);
    }
}
