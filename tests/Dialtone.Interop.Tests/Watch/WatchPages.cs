using System.IO.Compression;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Html;
using Dialtone.Reports.Transactions;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History.Sqlite;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Pages;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Tests.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>The pages of a watcher on loopback, with a history in SQLite and checks that are put up by hand.</summary>
internal sealed class WatchPages : IAsyncDisposable
{
    public const string Token = "open sesame";

    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-watch-").FullName;
    private readonly List<CheckRun> _runs = [];
    private SqliteHistory? _history;
    private WebApplication? _application;
    private CancellationTokenSource _stopping = new();

    public CheckBoard Board { get; } = new();

    public List<string> Done { get; } = [];

    /// <summary>Where it listens; the same when it is started again.</summary>
    public string Address { get; private set; } = "http://127.0.0.1:0";

    /// <summary>A run that failed.</summary>
    public CheckRun Failed => _runs.Last(each => each.Outcome == RunOutcome.Failed);

    /// <summary>Starts with checks at two sites: one is red, one is yellow, one did not run yet, the others are green.
    /// </summary>
    public static async Task<WatchPages> StartAsync()
    {
        var pages = new WatchPages();
        pages._history = new(Path.Combine(pages._directory, "history.db"), TimeProvider.System);
        await pages._history.MigrateAsync(TestContext.Current.CancellationToken);
        var began = DateTimeOffset.UtcNow - Sample.Begin - TimeSpan.FromMinutes(61);
        for (var at = 0; at < 60; at++)
        {
            pages._runs.Add(Run(at, at < 57 ? RunOutcome.Healthy : RunOutcome.Failed, began));
        }

        await pages._history.AppendAsync(pages._runs, TestContext.Current.CancellationToken);
        pages.Board.Replace(
        [
            pages.Red(),
            .. Enumerable.Range(1, 24).Select(at => pages.Green($"Check {at}", at < 12 ? "Berlin" : "Hamburg")),
            Sample.View(CheckColor.Yellow, Sample.Check("Relays", "Hamburg"), Run(3, RunOutcome.Degraded, began)),
            Sample.View(CheckColor.Unknown, Sample.Check("New", "Hamburg")),
        ]);
        await pages.ListenAsync();
        return pages;
    }

    /// <summary>Starts to listen, again where it did before.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls(Address);
        _application = builder.Build();
        _stopping = new();
        PageEndpoints.Map(_application, new(Board, _history!, TimeProvider.System)
        {
            Configuration = static () => new() { Watcher = "watch01" },
            Token = static () => Token,
            RunNow = name => Do($"run {name}"),
            Pause = (name, isPaused) => Do($"{(isPaused ? "pause" : "resume")} {name}"),
            Stopping = _stopping.Token,
        });
        await _application.StartAsync();
        Address = _application.Urls.Single();
    }

    /// <summary>Stops to listen.</summary>
    public async Task CloseAsync()
    {
        await _stopping.CancelAsync();
        await _application!.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>A check that is red.</summary>
    public CheckView Red(string name = "Sign in", string site = "Berlin")
    {
        var view = Sample.View(CheckColor.Red, Sample.Check(name, site), Failed);
        return view with
        {
            State = view.State with { LastGood = _runs[56].Id, FirstBad = _runs[57].Id },
            Recent = RecentRuns.Of(Enumerable.Reverse(_runs)),
        };
    }

    /// <summary>A check that is green.</summary>
    public CheckView Green(string name, string site) =>
        Sample.View(CheckColor.Green, Sample.Check(name, site), _runs[0]) with
        {
            Recent = RecentRuns.Of(_runs.Take(40).Reverse()),
        };

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _history!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private bool Do(string what)
    {
        Done.Add(what);
        return true;
    }

    // As the sample has it, later, and with a report that is one.
    private static CheckRun Run(int number, RunOutcome outcome, TimeSpan later)
    {
        var run = Sample.Run(number, outcome);
        var result = new TransactionResult
        {
            Kind = TransactionKind.Registration,
            Result = outcome == RunOutcome.Failed ? TransactionVerdict.Failure : TransactionVerdict.Success,
            Account = "sip:alice@contoso.example",
            StartedAt = run.StartedAt + later,
            Findings = new(),
        };
        return run with
        {
            Id = Guid.CreateVersion7(run.StartedAt + later),
            StartedAt = run.StartedAt + later,
            Report = new(
                Zipped(output => TransactionHtml.Write(result, output)),
                Zipped(output => TransactionJson.Write(result, withMessages: false, output))),
        };
    }

    private static byte[] Zipped(Action<Stream> write)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            write(gzip);
        }

        return memory.ToArray();
    }
}
