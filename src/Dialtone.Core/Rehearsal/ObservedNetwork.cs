using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// What a network has shown, read from journals: what DNS and DHCP answer, which servers stand at which addresses, what
/// certificates they show and what they say to a REGISTER. What was seen last counts.
/// </summary>
public sealed class ObservedNetwork
{
    private readonly Dictionary<DnsQuestion, DnsOutcome> _records = [];
    private readonly Dictionary<HostName, DnsOutcome> _addresses = [];
    private readonly Dictionary<(EndPointAddress, SipTransport), ObservedServer> _servers = [];
    private readonly List<Candidate> _named = [];

    /// <summary>What DHCP said; <c>null</c> where it was not asked.</summary>
    public DhcpOutcome? Dhcp { get; private set; }

    /// <summary>What DHCPv6 said; <c>null</c> where it was not asked.</summary>
    public Dhcp6Outcome? Dhcp6 { get; private set; }

    /// <summary>Every candidate that anybody named, in the order in which they were named.</summary>
    public IReadOnlyList<Candidate> Named => _named;

    /// <summary>Every server that was looked at.</summary>
    public IReadOnlyCollection<ObservedServer> Servers => _servers.Values;

    /// <summary>What DNS said to a question; <c>null</c> where it was not asked.</summary>
    public DnsOutcome? Of(DnsQuestion question) => _records.GetValueOrDefault(question);

    /// <summary>What DNS said of a name's addresses; <c>null</c> where it was not asked.</summary>
    public DnsOutcome? AddressesOf(HostName host) => _addresses.GetValueOrDefault(host);

    /// <summary>The server at an address; <c>null</c> where nobody looked.</summary>
    public ObservedServer? At(EndPointAddress address, SipTransport transport) =>
        _servers.GetValueOrDefault((address, transport));

    /// <summary>Takes over what a device has seen.</summary>
    public void Take(IReadOnlyList<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var standing = new Dictionary<Candidate, (EndPointAddress At, Instant Since)>();
        foreach (var entry in journal)
        {
            switch (entry)
            {
                case JournalEntry.DnsSeen seen:
                    _records[seen.Question] = seen.Outcome;
                    break;
                case JournalEntry.DhcpSeen seen:
                    Dhcp = seen.Outcome;
                    break;
                case JournalEntry.Dhcp6Seen seen:
                    Dhcp6 = seen.Outcome;
                    break;
                case JournalEntry.Planned planned:
                    Name(planned.Candidates);
                    break;
                case JournalEntry.Resolved { FromMemory: false, Candidate.Address: null } resolved:
                    _addresses[resolved.Candidate.Host] = resolved.Outcome;
                    break;
                case JournalEntry.AttemptBegan began when standing.TryGetValue(began.Candidate, out var ready):
                    // It was made ready before its turn: REGISTER is sent now.
                    standing[began.Candidate] = (ready.At, began.At);
                    break;
                case JournalEntry.Connected or JournalEntry.Secured:
                    TakeChannel(entry, standing);
                    break;
                case JournalEntry.ConnectFailed failed:
                    Set(failed.Candidate, failed.Remote, server => server with { Connection = failed });
                    break;
                case JournalEntry.HandshakeFailed failed:
                    Set(failed.Candidate, failed.Remote, server => server with { Handshake = failed });
                    break;
                default:
                    TakeAnswer(entry, standing);
                    break;
            }
        }
    }

    private void TakeChannel(JournalEntry entry, Dictionary<Candidate, (EndPointAddress At, Instant Since)> standing)
    {
        if (entry is JournalEntry.Connected connected)
        {
            standing[connected.Candidate] = (connected.Remote, connected.At);
            Set(connected.Candidate, connected.Remote, server => server with { Connection = connected });
        }
        else if (entry is JournalEntry.Secured secured)
        {
            standing[secured.Candidate] = (secured.Remote, secured.At);
            Set(secured.Candidate, secured.Remote, server => server with { Handshake = secured });
        }
    }

    private void TakeAnswer(JournalEntry entry, Dictionary<Candidate, (EndPointAddress At, Instant Since)> standing)
    {
        var by = entry switch
        {
            JournalEntry.Registered { Refresh: false } registered => registered.Candidate,
            JournalEntry.Redirected redirected => redirected.Candidate,
            JournalEntry.RegisterFailed failed => failed.Candidate,
            _ => null,
        };
        if (by is null || !standing.TryGetValue(by, out var channel))
        {
            return;
        }

        Set(by, channel.At, server => server with { Answer = entry, AnswerTook = entry.At - channel.Since });
        if (entry is JournalEntry.Redirected { To: var contacts })
        {
            Name(contacts);
        }
    }

    private void Name(IEnumerable<Candidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!_named.Contains(candidate))
            {
                _named.Add(candidate);
            }
        }
    }

    private void Set(Candidate by, EndPointAddress at, Func<ObservedServer, ObservedServer> change)
    {
        var key = (at, by.Transport);
        _servers[key] = change(_servers.GetValueOrDefault(key) ?? new(at, by.Transport));
    }
}
