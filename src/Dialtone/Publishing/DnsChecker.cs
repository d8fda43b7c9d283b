using System.Collections.Immutable;
using Dialtone.Core.Publishing;
using Dialtone.Live;
using Dialtone.Net;

namespace Dialtone.Publishing;

/// <summary>Looks at what DNS servers have of a SIP domain.</summary>
public static class DnsChecker
{
    /// <summary>Asks every server for every record.</summary>
    /// <param name="settings">What is looked for. Without a server in them the system's are asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Every record with what each server has of it; none where there is no server to ask.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up; the exception carries its token.</exception>
    public static async Task<ImmutableArray<CheckedRecord>> RunAsync(
        DnsCheckSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var servers = settings.Servers.IsEmpty ? SystemDnsServers.Read().Servers : settings.Servers;
        if (servers.IsEmpty)
        {
            return [];
        }

        var node = new DnsCheckNode(settings with { Servers = [.. servers] }, new SystemEntropy());
        await new LiveDriver(node, new LiveSettings()).RunAsync(() => node.IsDone, cancellationToken)
            .ConfigureAwait(false);
        return node.Records;
    }
}
