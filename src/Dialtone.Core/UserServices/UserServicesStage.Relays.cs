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
        if (!settings.ChecksRelays || _known is not null || settings.AvEdge is not null)
        {
            return;
        }

        foreach (var relay in Relays.Where(relay => relay.Host == name))
        {
            foreach (var address in relay.Addresses)
            {
                Check(name, address, relay.UdpPort ?? 0, relay.TcpPort ?? 0, effects);
            }
        }
    }

    /// <summary>The relay that was given by hand takes the place of those that the credentials are for.</summary>
    private void CheckGiven(List<DeviceEffect> effects)
    {
        if (settings is { ChecksRelays: true, AvEdge: { } given } && _known is null)
        {
            Check(default, given.Address, given.UdpPort, given.TcpPort, effects);
        }
    }

    private void Check(
        HostName name, IpAddress address, ushort udpPort, ushort tcpPort, List<DeviceEffect> effects)
    {
        if (Access is { } access)
        {
            var credentials = RelayCredentials.Of(access.Credentials);
            Check(new(name, new(address, udpPort), RelayTransport.Udp, RelayDialect.AvEdge), credentials, effects);
            Check(new(name, new(address, tcpPort), RelayTransport.Tcp, RelayDialect.AvEdge), credentials, effects);
        }
    }

    private void Check(RelayTarget target, RelayCredentials credentials, List<DeviceEffect> effects)
    {
        // A transport that is not offered has no port.
        if (target.EndPoint.Port != 0 && _checked < ChecksMax && _checks.Add(target))
        {
            _checked++;
            effects.Add(new DeviceEffect.CheckRelay(target, credentials));
        }
    }
}
