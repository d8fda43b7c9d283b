using System.Threading.Channels;
using Dialtone.Watcher.Hosting;
using Dialtone.Watcher.Tests.Alerts;
using Microsoft.Extensions.Hosting.Systemd;

namespace Dialtone.Watcher.Tests.Hosting;

public class SystemdWatchdogTests
{
    [Theory]
    [InlineData("60000000", null, 30_000)]
    [InlineData("60000000", "", 30_000)]
    [InlineData("60000000", "own", 30_000)]
    [InlineData("60000000", "1", null)]
    [InlineData("0", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    [InlineData("-5", null, null)]
    [InlineData("9223372036854775807", null, null)]
    public void It_tells_twice_as_often_as_systemd_asks(string? microseconds, string? process, int? milliseconds) =>
        SystemdWatchdog.IntervalOf(microseconds, process == "own" ? $"{Environment.ProcessId}" : process)
            .ShouldBe(milliseconds is { } one ? TimeSpan.FromMilliseconds(one) : null);

    [Fact]
    public async Task One_that_is_stuck_tells_nothing()
    {
        var interval = TimeSpan.FromSeconds(30);
        var time = new WatchedTime();
        var systemd = new Systemd();
        var asked = Channel.CreateUnbounded<bool>();
        var isAlive = true;
        using var stop = new CancellationTokenSource();
        var run = SystemdWatchdog.TellAsync(
            systemd, () => asked.Writer.TryWrite(true) && isAlive, interval, time, stop.Token);
        _ = await asked.Reader.ReadAsync(TestContext.Current.CancellationToken);
        systemd.Said.ShouldBe(["WATCHDOG=1"]);

        isAlive = false;
        time.Advance(interval);
        _ = await asked.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await run;
        systemd.Said.Count.ShouldBe(1);
    }

    private sealed class Systemd : ISystemdNotifier
    {
        public List<string> Said { get; } = [];

        public bool IsEnabled => true;

        public void Notify(ServiceState state) => Said.Add($"{state}");
    }
}
