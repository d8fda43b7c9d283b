using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>tshark on a host's interface: everything of DHCPv6 that passes, dissected by other people.</summary>
internal sealed class Dhcp6Capture : IAsyncDisposable
{
    public const string Program = "tshark";

    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly RunningProcess process;

    private Dhcp6Capture(RunningProcess process) => this.process = process;

    /// <summary>What was seen so far, every field on a line.</summary>
    public string Text => process.Output;

    public static async Task<Dhcp6Capture> StartAsync(Host host)
    {
        var running = await host.StartAsync(
            [Program, "-n", "-l", "-i", Host.Interface, "-f", "udp port 546 or udp port 547", "-O", "dhcpv6"]);
        await running.WaitForLineAsync(line => line.Contains("Capturing on"), StartTimeMax);
        return new Dhcp6Capture(running);
    }

    /// <summary>Waits until it has said something.</summary>
    public Task WaitForAsync(string text) =>
        process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), StartTimeMax);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
