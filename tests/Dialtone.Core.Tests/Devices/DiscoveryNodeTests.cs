using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Exchange.Dhcp;
using Dialtone.Core.Tests.Exchange.Dns;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Devices;

/// <summary>A device that only looks; the test answers as DNS and as two DHCP servers.</summary>
public class DiscoveryNodeTests
{
    private static readonly EndPointAddress DnsServer = new(IpAddress.Parse("192.0.2.53"), 53);

    private readonly KeepingJournal _journal = new();
    private readonly List<NetEffect> _all = [];
    private readonly DiscoveryNode _node;
    private readonly Dictionary<string, DnsName> _targets = [];
    private Now _now = new(Instant.Zero + TimeSpan.FromHours(1), DeviceBench.WallClock);

    public DiscoveryNodeTests() => _node = new(
        new DeviceSettings
        {
            Account = DeviceBench.Account,
            Credential = UserCredential.FromPassword("alice", DeviceBench.Password),
            Epid = "c8ca638a15",
            Dns = new DnsSettings { Servers = [DnsServer], Families = AddressFamilies.V4Only },
            DhcpInterface = new(DeviceBench.Local.Address, DhcpConversation.Mac, "eth0"),
        },
        new SeededEntropy(1),
        _journal);

    [Fact]
    public void It_waits_for_every_DHCP_server_resolves_each_name_once_and_connects_to_nothing()
    {
        _targets["_sipinternaltls._tcp.contoso.example"] = DnsBench.Pool;
        _targets["_sip._tls.contoso.example"] = DeviceBench.Domain.Under("gone");
        Give(new NetInput.PowerOn());
        _node.IsDone.ShouldBeFalse();
        AnswerDhcp("192.0.2.2", DeviceBench.Pool01);
        _node.IsDone.ShouldBeFalse();
        AnswerDhcp("192.0.2.3", DeviceBench.Pool02);
        RunOut();

        _node.Plan.Select(c => $"{c.Source} {c.Transport} {c.Host}").ShouldBe(
        [
            "InternalSrv Tls pool01.contoso.example", "Dhcp Tcp pool01.contoso.example",
            "ExternalSrv Tls gone.contoso.example",
        ]);
        _node.AnyResolved.ShouldBeTrue();
        _journal.Entries.OfType<JournalEntry.DhcpSeen>().ShouldHaveSingleItem().Outcome.ShouldSatisfyAllConditions(
            o => o.Answers.Length.ShouldBe(2), o => o.ServersDisagree.ShouldBeTrue());
        _journal.Entries.OfType<JournalEntry.Resolved>().Select(e => (e.Candidate.Host.Text, e.Outcome.Status))
            .ShouldBe(
                [("pool01.contoso.example", DnsStatus.Answered), ("gone.contoso.example", DnsStatus.NoSuchName)],
                ignoreOrder: true);
        _all.OfType<NetEffect.Connect>().ShouldBeEmpty();
        _node.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Where_nobody_names_anything_it_comes_to_an_end()
    {
        Give(new NetInput.PowerOn());
        RunOut();

        _node.Plan.ShouldBeEmpty();
        _node.AnyResolved.ShouldBeFalse();
        _journal.Entries.OfType<JournalEntry.DnsSeen>().Count().ShouldBe(4);
    }

    [Fact]
    public void A_target_that_is_an_address_needs_no_resolving()
    {
        _targets["_sipinternaltls._tcp.contoso.example"] = HostName.Parse("192.0.2.11.contoso.example");
        Give(new NetInput.PowerOn());
        AnswerDhcp("192.0.2.2", HostName.Parse("192.0.2.21"));
        RunOut();

        _node.AnyResolved.ShouldBeTrue();
        _node.Plan.Count(c => c.Source == CandidateSource.Dhcp).ShouldBe(2);
        _all.OfType<NetEffect.SendDatagram>().Where(e => e.To == DnsServer)
            .ShouldNotContain(e => DnsBench.Read(e.Bytes).Question!.Value.Name.ToString().StartsWith("192.0.2.21"));
    }

    private void RunOut()
    {
        for (var turn = 0; !_node.IsDone; turn++)
        {
            turn.ShouldBeLessThan(50);
            _now = _now with { Monotonic = _node.Deadline.ShouldNotBeNull() };
            Give(new NetInput.DeadlineReached());
        }
    }

    private void Give(NetInput input)
    {
        var inputs = new Queue<NetInput>([input]);
        while (inputs.TryDequeue(out var next))
        {
            var effects = new NetEffects();
            _node.Handle(_now, next, effects);
            foreach (var effect in effects)
            {
                _all.Add(effect);
                if (effect is NetEffect.SendDatagram sent && sent.To == DnsServer)
                {
                    var answer = Answer(DnsBench.Read(sent.Bytes)).ToBytes();
                    inputs.Enqueue(new NetInput.Datagram(sent.Flow, sent.To, answer));
                }
            }
        }
    }

    private void AnswerDhcp(string server, HostName registrar)
    {
        var inform = _all.OfType<NetEffect.SendDatagram>().Last(e => e.To.Port == 67);
        DhcpMessage.TryRead(inform.Bytes.Span, out var message, out _).ShouldBeTrue();
        var ack = DhcpConversation.Reply(
            message!.TransactionId, DhcpConversation.Mac, DhcpMessageType.Ack, server,
            DhcpConversation.Option120(registrar));
        Give(new NetInput.Datagram(inform.Flow, new(IpAddress.Parse(server), 67), ack));
    }

    private DnsMessage Answer(DnsMessage query)
    {
        var question = query.Question!.Value;
        return _targets.TryGetValue(question.Name.ToString(), out var target)
                ? DnsBench.Reply(query, DnsBench.Srv(HostName.Parse(question.Name.ToString()), target))
            : question.Type == DnsType.A && question.Name.ToString() == DnsBench.Pool.Text
                ? DnsBench.Reply(query, DnsBench.A(DnsBench.Pool, "192.0.2.11"))
            : DnsBench.Nothing(query, DnsResponseCode.NoSuchName);
    }
}
