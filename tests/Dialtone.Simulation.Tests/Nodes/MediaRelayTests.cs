using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Media Relays of the lab, seen with the check that devices use.</summary>
public class MediaRelayTests
{
    private readonly RelayLab _lab = new();

    private MediaRelay Edge => _lab.Services.InnerRelay;

    private MediaRelay Standard => _lab.Services.StandardRelay;

    public static TheoryData<RelayDialect, RelayTransport> Both => new(
        (RelayDialect.AvEdge, RelayTransport.Udp), (RelayDialect.AvEdge, RelayTransport.Tcp),
        (RelayDialect.Standard, RelayTransport.Udp), (RelayDialect.Standard, RelayTransport.Tcp));

    [Theory]
    [MemberData(nameof(Both))]
    public void An_allocation_is_made_and_given_back(RelayDialect dialect, RelayTransport transport)
    {
        var relay = Of(dialect);

        var found = Check(dialect, transport);

        found.Status.ShouldBe(RelayStatus.Allocated, found.Detail);
        found.Realm.ShouldBe("contoso.example");
        found.Relayed.ShouldBe(new(relay.Settings.Udp.Address, 50_000));
        found.Reflexive!.Value.Address.ShouldBe(IpAddress.V4(198, 51, 100, 1));
        found.Lifetime.ShouldBe(TimeSpan.FromMinutes(dialect == RelayDialect.AvEdge ? 2 : 10));
        found.IsFreed.ShouldBeTrue();
        (relay.Observed.Challenges, relay.Observed.Allocated, relay.Observed.Freed, relay.Observed.Allocations)
            .ShouldBe((1, 1, 1, 0));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Without_credentials_it_asks_for_them(RelayDialect dialect, RelayTransport transport)
    {
        var found = _lab.Check(Of(dialect), transport, null);

        found.Status.ShouldBe(RelayStatus.Reachable, found.Detail);
        found.Realm.ShouldBe("contoso.example");
        Of(dialect).Observed.Allocated.ShouldBe(0);
    }

    [Theory]
    [InlineData(MediaRelayRefusal.UnknownUsername, 436)]
    [InlineData(MediaRelayRefusal.IntegrityCheckFailure, 431)]
    [InlineData(MediaRelayRefusal.StaleCredentials, 430)]
    public void Good_credentials_can_be_refused(MediaRelayRefusal refusal, int code)
    {
        (Edge.Behaviour.Refusal, Standard.Behaviour.Refusal) = (refusal, refusal);

        var edge = Check(RelayDialect.AvEdge, RelayTransport.Udp);
        (edge.Status, edge.Code).ShouldBe((RelayStatus.CredentialsRefused, code));
        var standard = Check(RelayDialect.Standard, RelayTransport.Udp);
        (standard.Status, standard.Code).ShouldBe((RelayStatus.CredentialsRefused, 401));
        Edge.Observed.WrongCredentials.ShouldBe(1);
    }

    [Fact]
    public void Credentials_of_another_service_and_old_ones_are_found_out()
    {
        _lab.Check(Edge, RelayTransport.Udp, _lab.Issued(_lab.Now - TimeSpan.FromSeconds(1))).Code.ShouldBe(430);
        _lab.Check(Edge, RelayTransport.Udp, Foreign()).Code.ShouldBe(436);
        _lab.Check(Standard, RelayTransport.Udp, RelayLab.Password("wrong")).Code.ShouldBe(401);
        _lab.Check(Standard, RelayTransport.Udp, RelayLab.Password(user: "nobody")).Code.ShouldBe(401);
        _lab.Check(Standard, RelayTransport.Udp, RelayLab.Password("Dial-Tone-3", "dave")).Code.ShouldBe(401);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_realm_that_is_not_its_own_makes_every_proof_wrong(RelayDialect dialect, RelayTransport transport)
    {
        Of(dialect).Behaviour.WrongRealm = true;

        var found = Check(dialect, transport);

        found.Realm.ShouldBe("fabrikam.example");
        (found.Status, found.Code)
            .ShouldBe((RelayStatus.CredentialsRefused, dialect == RelayDialect.AvEdge ? 431 : 401));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_nonce_can_be_too_old_for_ever(RelayDialect dialect, RelayTransport transport)
    {
        Of(dialect).Behaviour.StaleNonces = true;

        Check(dialect, transport).Code.ShouldBe(438);
        Of(dialect).Observed.StaleNonces.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(RelayDialect.AvEdge)]
    [InlineData(RelayDialect.Standard)]
    public void It_can_be_silent_and_closed_and_without_a_port(RelayDialect dialect)
    {
        var relay = Of(dialect);
        relay.Behaviour.Silent = true;
        Check(dialect, RelayTransport.Udp).Status.ShouldBe(RelayStatus.Silent);
        Check(dialect, RelayTransport.Tcp).Status.ShouldBe(RelayStatus.Silent);
        (relay.Behaviour.Silent, relay.Behaviour.ClosesAfterAccept) = (false, true);
        Check(dialect, RelayTransport.Tcp).Status.ShouldBe(RelayStatus.Closed);
        Check(dialect, RelayTransport.Udp).Status.ShouldBe(RelayStatus.Allocated);
        (relay.Behaviour.ClosesAfterAccept, relay.Behaviour.RefusesUdp) = (false, true);
        Tell(relay);
        // Nothing of this world says that a port for datagrams is closed.
        Check(dialect, RelayTransport.Udp).Status.ShouldBe(RelayStatus.Silent);
        Check(dialect, RelayTransport.Tcp).Status.ShouldBe(RelayStatus.Allocated);
        (relay.Behaviour.RefusesUdp, relay.Behaviour.RefusesTcp) = (false, true);
        Tell(relay);
        Check(dialect, RelayTransport.Tcp).Status.ShouldBe(RelayStatus.Refused);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Bytes_may_come_in_any_pieces(RelayDialect dialect, RelayTransport transport)
    {
        _lab.Lab.World.Weather = Weather.Calm with { ByteByByte = true, StreamSplit = 1000 };

        Check(dialect, transport).Status.ShouldBe(RelayStatus.Allocated);
    }

    private MediaRelay Of(RelayDialect dialect) => dialect == RelayDialect.AvEdge ? Edge : Standard;

    private RelayOutcome Check(RelayDialect dialect, RelayTransport transport) => _lab.Check(
        Of(dialect), transport, dialect == RelayDialect.AvEdge ? _lab.Issued() : RelayLab.Password());

    private RelayCredentials Foreign()
    {
        var settings = _lab.Services.RelayAuthentication.Settings;
        return RelayCredentials.Of(MrasToken.Issue(
            settings.ForeignKeys, "sip:alice@contoso.example", _lab.Now + TimeSpan.FromHours(1),
            TimeSpan.FromHours(1)));
    }

    private void Tell(MediaRelay relay)
    {
        _lab.Lab.World.Tell(
            _lab.Lab.Places.Single(place => place.Node == relay), new NetInput.NetworkChanged());
        _lab.Lab.World.RunTo(_lab.Lab.World.Time + TimeSpan.FromMilliseconds(10));
    }
}
