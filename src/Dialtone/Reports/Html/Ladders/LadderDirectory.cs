using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports.Html.Ladders;

/// <summary>
/// Who is who among the addresses: by what was spoken on a connection, else by what the journal says of the address,
/// else by its port.
/// </summary>
internal sealed class LadderDirectory
{
    private readonly Dictionary<long, LadderRole> _flows = [];
    private readonly Dictionary<EndPointAddress, LadderRole> _places = [];
    private readonly Dictionary<IpAddress, string> _hosts = [];

    /// <summary>Learns from a journal, and from the messages themselves.</summary>
    public LadderDirectory(IEnumerable<JournalEntry> journal, IEnumerable<TracedMessage> messages)
    {
        foreach (var entry in journal)
        {
            Learn(entry);
        }

        foreach (var message in messages)
        {
            if (OfProtocol(message.Protocol) is { } role)
            {
                _ = _flows.TryAdd(message.Flow, role);
                _ = _places.TryAdd(message.Remote, role);
            }
        }
    }

    /// <summary>With whom a message was exchanged.</summary>
    public LadderRole RoleOf(TracedMessage message) =>
        OfProtocol(message.Protocol)
        ?? (_flows.TryGetValue(message.Flow, out var flow) ? flow
            : _places.TryGetValue(message.Remote, out var place) ? place
            : OfPort(message.Remote.Port));

    /// <summary>The name of an address; empty where none is known.</summary>
    public string HostOf(IpAddress address) => _hosts.GetValueOrDefault(address, "");

    private static LadderRole? OfProtocol(TracedProtocol protocol) => protocol switch
    {
        TracedProtocol.Dhcp or TracedProtocol.Dhcp6 => LadderRole.Dhcp,
        TracedProtocol.Dns => LadderRole.Dns,
        TracedProtocol.Sip => LadderRole.Registrar,
        TracedProtocol.Http => LadderRole.Web,
        TracedProtocol.Turn => LadderRole.Relay,
        _ => null,
    };

    private static LadderRole OfPort(ushort port) => port switch
    {
        53 => LadderRole.Dns,
        80 or 443 => LadderRole.Web,
        5060 or 5061 => LadderRole.Registrar,
        3478 => LadderRole.Relay,
        _ => LadderRole.Other,
    };

    private void Learn(JournalEntry entry)
    {
        switch (entry)
        {
            case JournalEntry.Resolved e:
                Name(e.Candidate.Host, e.Outcome);
                break;
            case JournalEntry.Located e:
                Name(e.Name, e.Outcome);
                break;
            case JournalEntry.Connected e:
                Place(e.Remote, LadderRole.Registrar, e.Candidate.Host.Text);
                break;
            case JournalEntry.ConnectFailed e:
                Place(e.Remote, LadderRole.Registrar, e.Candidate.Host.Text);
                break;
            case JournalEntry.RaceLost e:
                Place(e.Remote, LadderRole.Registrar, e.Candidate.Host.Text);
                break;
            case JournalEntry.WebCalled { Outcome: var web }:
                foreach (var remote in web.Tries.Select(each => each.Remote).Append(web.Remote ?? default))
                {
                    Place(remote, LadderRole.Web, web.Url.Host.Text);
                }

                break;
            case JournalEntry.RelayChecked e:
                Place(e.Outcome.Target.EndPoint, LadderRole.Relay, "");
                break;
        }
    }

    private void Name(HostName host, DnsOutcome outcome)
    {
        foreach (var address in outcome.Addresses)
        {
            _ = _hosts.TryAdd(address, host.Text);
        }
    }

    private void Place(EndPointAddress remote, LadderRole role, string host)
    {
        _ = _places.TryAdd(remote, role);
        if (host.Length > 0)
        {
            _ = _hosts.TryAdd(remote.Address, host);
        }
    }
}
