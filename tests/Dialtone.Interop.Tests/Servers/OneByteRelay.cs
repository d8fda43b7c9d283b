using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>
/// socat before a server of the same host: it hands on every byte, in both directions, in a segment of its own.
/// </summary>
internal static class OneByteRelay
{
    public const string Program = "socat";

    public static Task<RunningProcess> StartAsync(Host host, int port, int behind) => host.StartAsync(
        [
            Program, "-b1", $"TCP-LISTEN:{port},bind={host.Address},fork,reuseaddr,nodelay",
            $"TCP:{host.Address}:{behind},nodelay",
        ]);
}
