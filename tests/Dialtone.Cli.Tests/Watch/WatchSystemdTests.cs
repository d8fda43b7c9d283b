using System.Net.Sockets;
using System.Text;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Watch;

/// <summary>What the watcher says to systemd, of which the socket is here (sd_notify(3)).</summary>
public sealed class WatchSystemdTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _home = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public WatchSystemdTests() => Signals.SkipWhereThereAreNone();

    [Fact]
    public async Task It_says_when_it_is_ready_that_it_lives_and_when_it_stops()
    {
        _systemd.Bind(new UnixDomainSocketEndPoint(_home["notify"]));
        await using var watcher = RunningProgram.StartWith(
            [("NOTIFY_SOCKET", _home["notify"]), ("WATCHDOG_USEC", "2000000")],
            "watch", "--lab", "--listen", "http://127.0.0.1:0");

        await HearAsync("READY=1");
        await HearAsync("WATCHDOG=1");
        await HearAsync("WATCHDOG=1");
        await watcher.SignalAsync("TERM");
        await HearAsync("STOPPING=1");

        var end = await watcher.EndAsync();
        end.ExitCode.ShouldBe(0, $"{end}");
        // A priority, and no time: the journal has its own.
        end.Output.ShouldContain("\n<6>Dialtone.Watch[");
    }

    public void Dispose()
    {
        _systemd.Dispose();
        _home.Dispose();
    }

    private async Task HearAsync(string word)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var buffer = new byte[4096];
        string said;
        do
        {
            said = Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer, limit.Token));
        }
        while (!said.Split('\n').Contains(word));
    }
}
