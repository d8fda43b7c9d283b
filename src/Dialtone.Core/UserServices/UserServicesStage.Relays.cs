using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.UserServices;

/// <content>Whether the Media Relays can be reached, and take the credentials.</content>
internal sealed partial class UserServicesStage
{
    // A relay has one or two addresses and two transports; whoever names more is asked no more.
    private const int ChecksMax = 16;

    private readonly HashSet<RelayTarget> _checks = [];
    private int _checked;

    public void OnChecked(Now now, RelayOutcome outcome)
    {
        if (_checks.Remove(outcome.Target))
        {
            journal.Write(new JournalEntry.RelayChecked(now.Monotonic, outcome));
        }
    }

    /// <summary>
    /// The addresses of a name are known: if it is that of a relay, it is asked at each of them. Once is enough: not
    /// when the credentials are renewed.
    /// </summary>
    private void CheckRelays(HostName name, List<DeviceEffect> effects)
    {
        if (!settings.ChecksRelays || _known is not null || Access is not { } access)
        {
            return;
        }

        var credentials = RelayCredentials.Of(access.Credentials);
        foreach (var relay in Relays.Where(relay => relay.Host == name))
        {
            foreach (var address in relay.Addresses)
            {
                Check(new(name, new(address, relay.UdpPort ?? 0), RelayTransport.Udp, RelayDialect.AvEdge));
                Check(new(name, new(address, relay.TcpPort ?? 0), RelayTransport.Tcp, RelayDialect.AvEdge));
            }
        }

        void Check(RelayTarget target)
        {
            // A transport that is not offered has no port.
            if (target.EndPoint.Port != 0 && _checked < ChecksMax && _checks.Add(target))
            {
                _checked++;
                effects.Add(new DeviceEffect.CheckRelay(target, credentials));
            }
        }
    }
}
