using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Publishing;
using Dialtone.Live;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Publishing;

/// <summary>Asks every DHCP server of this network what it tells phones.</summary>
public static class DhcpAsker
{
    /// <summary>Asks as each kind of device for its whole time, so that the slowest server is heard.</summary>
    /// <param name="purposes">As what, in order.</param>
    /// <param name="interfaceName">The interface; <c>null</c> for that of the default route.</param>
    /// <param name="server">The one server to ask; <c>null</c> for everybody on the link.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    public static async Task<ImmutableArray<DhcpOutcome>> RunAsync(
        ImmutableArray<DhcpPurpose> purposes, string? interfaceName, EndPointAddress? server,
        CancellationToken cancellationToken = default)
    {
        var (options, local, missing) = PhoneSetup.DhcpOn(interfaceName, server);
        if (local is null)
        {
            return
            [
                new DhcpOutcome
                {
                    Status = DhcpStatus.Unavailable, Purpose = purposes[0], Detail = missing, Interface = interfaceName,
                },
            ];
        }

        var node = new DhcpAskNode(purposes, options, local, new SystemEntropy());
        await new LiveDriver(node, new LiveSettings()).RunAsync(() => node.IsDone, cancellationToken)
            .ConfigureAwait(false);
        return node.Outcomes;
    }
}
