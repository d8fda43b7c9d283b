using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Tests.Nodes;

/// <summary>Each wrong that the server can do, as a resolver in the same world sees it.</summary>
public class DnsFaultsSeenTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");
    private static readonly HostName Service = Domain.Under("_sipinternaltls._tcp");
    private static readonly EndPointAddress Local = new(IpAddress.Parse("192.0.2.53"), 53);

    public static TheoryData<string, DnsStatus, string> Faults => new()
    {
        { "none", DnsStatus.Answered, "" },
        { nameof(DnsServer.Silent), DnsStatus.TimedOut, "no answer" },
        { nameof(DnsServer.ServFail), DnsStatus.ServerFailure, "SERVFAIL" },
        { nameof(DnsServer.Refused), DnsStatus.Refused, "REFUSED" },
        { nameof(DnsServer.NxDomainFor), DnsStatus.NoSuchName, "" },
        { nameof(DnsServer.TruncateUdp), DnsStatus.Answered, "" },
        { nameof(DnsServer.CompressSrvTargets), DnsStatus.Answered, "" },
        {
            nameof(DnsServer.CnameLoop), DnsStatus.Malformed,
            "_sipinternaltls._tcp.contoso.example → loop.contoso.example → _sipinternaltls._tcp.contoso.example: "
            + "the aliases go round in a circle"
        },
        { nameof(DnsServer.WrongId), DnsStatus.TimedOut, "no answer" },
        { nameof(DnsServer.Garbage), DnsStatus.Malformed, "PointerNotBackwards at byte 12" },
        { nameof(DnsServer.WithoutEdns), DnsStatus.Answered, "" },
        { nameof(DnsServer.Delay), DnsStatus.TimedOut, "no answer" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_wrong_has_its_own_status(string fault, DnsStatus status, string detail)
    {
        var server = new DnsServer(Local, [DnsServerTests.ContosoZone()]);
        Commit(server, fault);
        var outcome = Run(server, resolver => (now, effects, finished) =>
            resolver.Ask(now, Service, DnsType.Srv, effects, finished));
        outcome.Status.ShouldBe(status);
        outcome.Detail.ShouldBe(detail);
        if (status == DnsStatus.Answered)
        {
            outcome.Targets.ShouldBe([new(Domain.Under("pool01"), 5061, 0, 0)]);
        }

        outcome.Tries.Any(one => one.OverTcp).ShouldBe(fault == nameof(DnsServer.TruncateUdp));
        outcome.Tries.Sum(one => one.Ignored).ShouldBe(fault == nameof(DnsServer.WrongId) ? 4 : 0);
        server.Queries.Select(seen => seen.From.Port).Distinct().Count().ShouldBe(outcome.Tries.Length);
        outcome.Tries.Sum(one => one.Sent).ShouldBe(server.Queries.Count);
    }

    [Fact]
    public void Addresses_of_both_families_are_asked_in_one_go()
    {
        var server = new DnsServer(Local, [DnsServerTests.ContosoZone()]);
        var outcome = Run(server, resolver => (now, effects, finished) =>
            resolver.AskAddresses(now, Domain.Under("pool01"), effects, finished));
        outcome.Addresses.Select(address => address.ToString())
            .ShouldBe(["192.0.2.11", "192.0.2.12", "2001:db8::11"]);
        outcome.Took.ShouldBe(TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public void Where_nobody_listens_the_server_cannot_be_reached()
    {
        var outcome = Run(server: null, resolver => (now, effects, finished) =>
            resolver.Ask(now, Service, DnsType.Srv, effects, finished));
        outcome.Status.ShouldBeOneOf(DnsStatus.Unreachable, DnsStatus.TimedOut);
        outcome.Tries.ShouldNotBeEmpty();
    }

    private static void Commit(DnsServer server, string fault)
    {
        switch (fault)
        {
            case nameof(DnsServer.NxDomainFor):
                server.NxDomainFor.Add(Service);
                break;
            case nameof(DnsServer.Delay):
                server.Delay = TimeSpan.FromSeconds(5);
                break;
            case "none":
                break;
            default:
                typeof(DnsServer).GetProperty(fault)!.SetValue(server, true);
                break;
        }
    }

    private static DnsOutcome Run(DnsServer? server, Func<DnsResolver, Asking> asking)
    {
        var world = new SimWorld(1);
        var host = world.AddHost("dns", Local.Address);
        if (server is not null)
        {
            world.PowerOn(world.Place(host, "dns", server));
        }

        var asker = new Asker(world.EntropyFor("phone"), asking);
        world.PowerOn(world.Place(world.AddHost("phone", IpAddress.Parse("192.0.2.50")), "phone", asker));
        world.RunUntil(() => asker.Finished.Count > 0, Instant.Zero + TimeSpan.FromMinutes(1)).ShouldBeTrue();
        return asker.Finished.ShouldHaveSingleItem().Outcome;
    }

    private delegate DnsRequestId Asking(Now now, NetEffects effects, List<DnsAnswered> finished);

    private sealed class Asker : INode
    {
        private readonly DnsResolver _resolver;
        private readonly Asking _asking;

        public Asker(IEntropy entropy, Func<DnsResolver, Asking> asking)
        {
            _resolver = new(new DnsSettings { Servers = [Local] }, entropy, new FlowIds());
            _asking = asking(_resolver);
        }

        public List<DnsAnswered> Finished { get; } = [];

        public Instant? Deadline => _resolver.Deadline;

        public void Handle(Now now, NetInput input, NetEffects effects)
        {
            if (input is NetInput.PowerOn)
            {
                _asking(now, effects, Finished);
                return;
            }

            _resolver.Handle(now, input, effects, Finished);
        }
    }
}
