using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    // A lost SYN is sent again after a second, and then after two more.
    private static readonly TimeSpan SlowConnect = TimeSpan.FromSeconds(2.5);

    // Another address is begun with after this time, and has won meanwhile: of two in one place the silent one is down.
    private static readonly TimeSpan SilentInRace = TimeSpan.FromMilliseconds(250);

    private static IEnumerable<FindingRule> Connect() => [Unreached, PartlyReached, ConnectSlow];

    /// <summary>Every try at an address of a Registrar, in order.</summary>
    private static IEnumerable<ReachedAddress> ReachedOf(JournalView journal)
    {
        var answered = journal.Of<JournalEntry.Challenged>().Select(entry => entry.Candidate).ToHashSet();
        var connected = journal.Of<JournalEntry.Connected>().Select(entry => (entry.Candidate, entry.Remote))
            .ToHashSet();

        // TLS that stands and a REGISTER without an answer are another matter, unless plain TCP ends likewise.
        var endedInTcp = journal.Of<JournalEntry.RegisterFailed>()
            .Where(entry => entry.Candidate.Transport == SipTransport.Tcp
                && entry.Failure.Kind == RegisterFailureKind.ConnectionLost && !answered.Contains(entry.Candidate))
            .Select(entry => entry.Candidate.Host).ToHashSet();
        foreach (var entry in journal.Entries)
        {
            ReachedAddress? reached = entry switch
            {
                JournalEntry.Connected { Candidate.Transport: SipTransport.Tcp } e =>
                    new(e, e.Candidate, e.Remote, ReachState.Reached),
                JournalEntry.Secured e => new(e, e.Candidate, e.Remote, ReachState.Reached),
                JournalEntry.ConnectFailed e => new(e, e.Candidate, e.Remote, StateOf(e.Why)),
                JournalEntry.HandshakeFailed e => new(e, e.Candidate, e.Remote, InTls(e.Why)),
                JournalEntry.RegisterFailed { Failure: { Kind: RegisterFailureKind.ConnectionLost, End: var end } } e
                    when endedInTcp.Contains(e.Candidate.Host) && !answered.Contains(e.Candidate) =>
                    new(e, e.Candidate, e.Remote, StateOf(end ?? ChannelEnd.ClosedByPeer)),
                JournalEntry.RegisterFailed { Failure.Kind: RegisterFailureKind.TlsOnPlainPort } e =>
                    new(e, e.Candidate, e.Remote, ReachState.Other),
                JournalEntry.RaceLost e when e.Took >= SilentInRace && !connected.Contains((e.Candidate, e.Remote)) =>
                    new(e, e.Candidate, e.Remote, ReachState.Silent),
                _ => null,
            };
            if (reached is { } one)
            {
                yield return one;
            }
        }
    }

    private static ReachState StateOf(ChannelEnd why) => why switch
    {
        ChannelEnd.Refused => ReachState.Refused,
        ChannelEnd.Reset => ReachState.Reset,
        ChannelEnd.ClosedByPeer => ReachState.Closed,
        ChannelEnd.Unreachable => ReachState.Unreachable,
        ChannelEnd.NotPermitted => ReachState.NotPermitted,
        ChannelEnd.LocalAddressUnavailable or ChannelEnd.LocalAddressGone or ChannelEnd.LocalPortTaken =>
            ReachState.NoLocalAddress,
        _ => ReachState.Silent,
    };

    private static ReachState InTls(ChannelEnd why) => why switch
    {
        ChannelEnd.Reset => ReachState.Reset,
        ChannelEnd.ClosedByPeer or ChannelEnd.ClosedDuringHandshake => ReachState.ClosedInTls,
        ChannelEnd.LocalAddressGone => ReachState.NoLocalAddress,
        _ => ReachState.Other,
    };

    // The last try at each address of a host counts; of a closed connection the one before it, which was only taken.
    private static List<IGrouping<HostName, ReachedAddress>> ByHost(JournalView journal) =>
        [.. ReachedOf(journal).GroupBy(each => each.Candidate.Host)];

    /// <summary>Hosts of which no address was reached on a port.</summary>
    private static IEnumerable<Finding> Unreached(JournalView journal)
    {
        foreach (var host in ByHost(journal))
        {
            // What was only taken, and then ended in place of an answer, was not reached.
            var closed = host.Where(each => each.State is ReachState.Closed or ReachState.Reset or ReachState.Other)
                .Select(each => each.Remote).ToHashSet();
            var ports = host.GroupBy(each => each.Candidate.Port)
                .OrderByDescending(port => port.First().Candidate.Transport == SipTransport.Tls).ToList();
            var alive = ports.Where(port => port.Any(each => each.IsGood && !closed.Contains(each.Remote)))
                .Select(port => port.First().Candidate).ToList();
            var dead = ports.FindAll(port => !port.Any(each => each.IsGood && !closed.Contains(each.Remote)));

            // Of ports that are all dead the first says it all; that plain TCP is not served beside TLS is no fault.
            if (dead is [var first, ..]
                && (alive.Count == 0 || first.First().Candidate.Transport == SipTransport.Tls))
            {
                foreach (var finding in Unreached(journal, host, first, alive))
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<Finding> Unreached(
        JournalView journal, IGrouping<HostName, ReachedAddress> host, IGrouping<ushort, ReachedAddress> port,
        List<Candidate> alive)
    {
        var isTcpAlive = alive.Exists(each => each.Transport == SipTransport.Tcp);
        var isClosed = host.Any(each => each.State == ReachState.Closed);
        foreach (var state in port.GroupBy(each => each.State))
        {
            var definition = state.Key switch
            {
                ReachState.Refused or ReachState.Silent when SrvPortIsWrong(port.First().Candidate, alive) =>
                    FindingCatalogue.DnsPortWrong,
                ReachState.Refused when isTcpAlive => FindingCatalogue.TlsPortRefused,
                ReachState.Silent when alive.Count > 0 => FindingCatalogue.PortFiltered,
                ReachState.Refused => FindingCatalogue.ConnectRefused,
                ReachState.Silent => FindingCatalogue.ConnectBlackHole,
                ReachState.Reset => FindingCatalogue.ConnectReset,
                ReachState.Closed => FindingCatalogue.ConnectClosed,
                ReachState.ClosedInTls => isClosed ? FindingCatalogue.ConnectClosed : FindingCatalogue.TlsClosed,
                ReachState.Unreachable => FindingCatalogue.ConnectUnreachable,
                ReachState.NotPermitted => FindingCatalogue.ConnectNotPermitted,
                ReachState.NoLocalAddress => FindingCatalogue.LocalAddressUnavailable,
                _ => null,
            };
            if (definition is not null)
            {
                var via = port.First().Candidate.Via;
                yield return Of(definition, journal, [.. state],
                    ("otherPort", alive.Count > 0 ? $"{alive[0].Port}" : ""),
                    ("name", via.Text),
                    ("record", alive.Count > 0 ? SrvRecord(via, alive[0].Host, alive[0].Port) : ""));
            }
        }
    }

    // The same transport is served by the same machine at another port, which another source knew.
    private static bool SrvPortIsWrong(Candidate dead, List<Candidate> alive) =>
        dead.Source is CandidateSource.InternalSrv or CandidateSource.ExternalSrv && !dead.Via.IsEmpty
        && alive.Exists(each => each.Transport == dead.Transport);

    private static Finding Of(
        FindingDefinition definition, JournalView journal, ImmutableArray<ReachedAddress> tries,
        params ReadOnlySpan<(string Name, string Value)> values)
    {
        var candidate = tries[0].Candidate;
        return new(definition, [.. tries.Select(each => each.Entry)])
        {
            Subject = candidate.Host.Text,
            Severity = (FindingSeverity)Math.Min(
                (byte)definition.Severity, (byte)OfStep(journal, tries.Max(each => StepOf(each.Entry)))),
            Values = Values(
                ("registrar", candidate.Host.Text),
                ("port", $"{candidate.Port}"),
                ("addresses", List(tries.Select(each => each.Remote))),
                ("address", $"{tries[0].Remote}"),
                ("source", SourceOf(candidate)),
                ("domain", journal.Domain.Text),
                ("user", journal.Account)).SetItems(Values(values)),
        };
    }

    // A connection that is closed instead of an answer came no farther than to the connection.
    private static Step StepOf(JournalEntry entry) =>
        entry is JournalEntry.RegisterFailed ? Step.Register : entry.Step;

    /// <summary>Hosts of which an address was reached, and another, or the same at another time, was not.</summary>
    private static IEnumerable<Finding> PartlyReached(JournalView journal)
    {
        foreach (var port in ReachedOf(journal).GroupBy(each => (each.Candidate.Host, each.Candidate.Port)))
        {
            var ended = port.Where(each => each.Entry is JournalEntry.RegisterFailed).Select(each => each.Remote)
                .ToHashSet();
            var good = port.Where(each => each.IsGood && !ended.Contains(each.Remote)).Select(each => each.Remote)
                .ToHashSet();
            if (good.Count == 0)
            {
                continue;
            }

            foreach (var state in port.Where(each => TroubleOf(each.State).Length > 0).GroupBy(each => each.State))
            {
                var others = state.Where(each => !good.Contains(each.Remote)).ToImmutableArray();
                if (!others.IsEmpty)
                {
                    yield return Of(FindingCatalogue.OneAddressFails, journal, others,
                        ("trouble", TroubleOf(state.Key)));
                }

                var same = state.Where(each => good.Contains(each.Remote) && WasServedOtherwise(port, each))
                    .ToImmutableArray();
                if (!same.IsEmpty)
                {
                    yield return Of(FindingCatalogue.BalancerUneven, journal, same,
                        ("trouble", $"one {TroubleOf(state.Key)}"));
                }
            }
        }
    }

    // Plain TCP that is taken and then closed was never served.
    private static bool WasServedOtherwise(IEnumerable<ReachedAddress> port, ReachedAddress failed) =>
        failed.Candidate.Transport == SipTransport.Tls
        && port.Any(each => each.IsGood && each.Remote == failed.Remote);

    private static string TroubleOf(ReachState state) => state switch
    {
        ReachState.Refused => "refuses connections",
        ReachState.Silent => "does not answer",
        ReachState.Reset => "resets connections",
        ReachState.Closed or ReachState.ClosedInTls => "closes connections",
        ReachState.Unreachable => "is not to be reached",
        _ => "",
    };

    private static IEnumerable<Finding> ConnectSlow(JournalView journal) =>
        from connected in journal.Of<JournalEntry.Connected>()
        where connected.Took >= SlowConnect
        group connected by connected.Candidate.Host into slow
        let first = slow.First()
        select Of(FindingCatalogue.ConnectSlow, journal,
            [new(first, first.Candidate, first.Remote, ReachState.Reached)], ("took", Seconds(first.Took))) with
        {
            Severity = OfSlow(journal),
        };
}
