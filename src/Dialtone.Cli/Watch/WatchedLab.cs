using System.Globalization;
using Dialtone.Cli.Lab;
using Dialtone.Watcher.Hosting;

namespace Dialtone.Cli.Watch;

/// <summary>A lab, and the watcher over it: the ordinary one, with a configuration as anybody would write it.</summary>
internal static class WatchedLab
{
    public static async Task<int> RunAsync(
        LabRequest request, TimeSpan interval, string? listen, CancellationToken cancellation)
    {
        await using var lab = await EmbeddedLab.StartAsync(request, cancellation);
        var why = lab.Listen();
        var directory = Path.Combine(lab.WorkDirectory, "watch");
        var file = WatchedLabFiles.Write(lab, directory, interval);
        switch (await StartAsync(file, listen, cancellation))
        {
            case WatcherStart.Running { Host: var host }:
                await using (host)
                {
                    Say(host, file, interval, why);
                    await host.WaitAsync(cancellation);
                }

                await Console.Error.WriteLineAsync("The watcher and its lab have stopped; nothing of them is left.");
                return ExitCodes.Success;
            case var unable:
                await Console.Error.WriteLineAsync($"{unable}");
                return ExitCodes.Failure;
        }
    }

    /// <summary>Where nothing is said and another watcher has the usual port, any free one does.</summary>
    private static async Task<WatcherStart> StartAsync(string file, string? listen, CancellationToken cancellation)
    {
        var start = await WatcherHost.StartAsync(new(file) { Listen = listen }, cancellation);
        return start is WatcherStart.PortTaken && listen is null
            ? await WatcherHost.StartAsync(new(file) { Listen = "http://127.0.0.1:0" }, cancellation) : start;
    }

    private static void Say(WatcherHost host, string file, TimeSpan interval, string why)
    {
        var page = host.Address;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Watching a lab: {host.Checks} checks, each every {interval.TotalSeconds:0.#} s. Ctrl-C stops it."));
        Console.WriteLine($"  The page           {page}");
        Console.WriteLine($"  For Prometheus     {new Uri(page, "metrics")}");
        Console.WriteLine($"  The configuration  {file}");
        Console.WriteLine($"  The page's token   {WatchedLabFiles.TokenFile(file)} (runs a check now, or pauses it)");
        Console.WriteLine();
        Console.WriteLine(why.Length == 0
            ? "Break the lab from another terminal and see checks turn; the last word mends it:\n"
                + "  dialtone lab fault dns-servfail on\n  dialtone lab fault dns-servfail off"
            : $"No faults can be switched while it runs: {why}");
        Console.WriteLine();
    }
}
