using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Live;
using Dialtone.Net;

namespace Dialtone.Relays;

/// <summary>Checks a Media Relay on the network of this machine.</summary>
public static class RelayChecker
{
    /// <summary>Looks the relay up, and asks it at every address over each transport.</summary>
    /// <param name="settings">
    /// The relay. Without a DNS server in them the system's are asked, with the family of addresses first that this
    /// machine has.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    public static async Task<RelayReport> RunAsync(
        RelayCheckSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isV4 = LocalInterface.TryChoose(null, out var local, out _) && local is { HasIPv6: false };
        var dns = settings.Dns with
        {
            Servers = settings.Dns.Servers.IsEmpty ? SystemDnsServers.Read().Servers : settings.Dns.Servers,
            Families = isV4 ? AddressFamilies.V4First : AddressFamilies.V6First,
        };
        var node = new RelayCheckNode(settings with { Dns = dns }, new SystemEntropy());
        var driver = new LiveDriver(node, new LiveSettings());
        await driver.RunAsync(() => node.IsDone, cancellationToken).ConfigureAwait(false);
        return new(node.Resolved, node.Outcomes);
    }
}
