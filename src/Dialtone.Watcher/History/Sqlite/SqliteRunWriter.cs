using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;
using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>Writes runs, within a transaction of the caller.</summary>
internal sealed class SqliteRunWriter(SqliteConnection writer) : IDisposable
{
    private readonly SqliteStatement _newName = new(
        writer, "INSERT INTO names (name) VALUES ($0) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _nameOf = new(writer, "SELECT number FROM names WHERE name = $0");

    private readonly SqliteStatement _run = new(
        writer,
        """
        INSERT INTO runs (
            id, check_name, site, watcher, kind, started, took, latency, outcome, healthy, changed, timed_out,
            failed_step, verdict, on_memory, on_backup, on_tcp, certificate_end, user_certificate_end,
            targets_answered, targets_tried)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (id) DO NOTHING RETURNING number
        """);

    private readonly SqliteStatement _step = new(writer, "INSERT INTO steps VALUES ($0, $1, $2, $3, $4)");

    private readonly SqliteStatement _times = new(
        writer,
        """
        INSERT INTO times
        SELECT $0, $1, step, 1, result = 3, took, took, took FROM steps WHERE run = $2 AND result <> 0
        ON CONFLICT DO UPDATE SET
            runs = runs + 1, failed = failed + excluded.failed, total = total + excluded.total,
            least = min(least, excluded.least), most = max(most, excluded.most)
        """);

    private readonly SqliteStatement _finding = new(
        writer, "INSERT INTO findings VALUES ($0, $1, $2, $3, $4, $5, $6)");

    private readonly SqliteStatement _report = new(writer, "INSERT INTO reports VALUES ($0, $1, $2, $3, $4, $5)");

    private readonly SqliteStatement _change = new(
        writer, "INSERT INTO changes (run, color_from, color_to, code, title) VALUES ($0, $1, $2, $3, $4)");

    /// <summary>Writes one, with all that belongs to it; one that is there already is passed over.</summary>
    public void Write(CheckRun run)
    {
        var check = NumberOf(run.Check);
        if (WriteRun(run, check) is not { } number)
        {
            return;
        }

        WriteSteps(run, check, number);
        for (var place = 0; place < run.Findings.Length; place++)
        {
            var finding = run.Findings[place];
            _finding.Run(
                number, place, (long)finding.Code.Number, StoredCodes.Number(StoredCodes.Severities, finding.Severity),
                finding.Subject, finding.Title, finding.IsCause ? 1L : 0);
        }

        if (run.Report is { } report)
        {
            _report.Run(
                number, IsHealthy(run), SqliteTime.Of(run.StartedAt), run.Id.ToByteArray(bigEndian: true),
                report.Page.ToArray(), report.Data.ToArray());
        }

        if (run.Change is { } change)
        {
            WriteChange(number, change);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var each in (ReadOnlySpan<SqliteStatement>)
            [_newName, _nameOf, _run, _step, _times, _finding, _report, _change])
        {
            each.Dispose();
        }
    }

    private static long IsHealthy(CheckRun run) => run.Outcome == RunOutcome.Healthy ? 1 : 0;

    private long? WriteRun(CheckRun run, long check)
    {
        var facts = run.Facts;
        return _run.Number(
            run.Id.ToByteArray(bigEndian: true), check, NumberOf(run.Site), NumberOf(run.Watcher),
            StoredCodes.Number(StoredCodes.Transactions, run.Transaction), SqliteTime.Of(run.StartedAt),
            SqliteTime.Of(run.Took), SqliteTime.Of(run.Latency),
            StoredCodes.Number(StoredCodes.Outcomes, run.Outcome), IsHealthy(run), run.Change is null ? 0L : 1,
            run.TimedOut ? 1L : 0, run.FailedStep is { } failed ? StoredCodes.Number(StoredCodes.Steps, failed) : null,
            run.Verdict, facts.OnMemory ? 1L : 0, facts.OnBackup ? 1L : 0, facts.OnTcp ? 1L : 0,
            facts.CertificateEnd is { } end ? SqliteTime.Of(end) : null,
            facts.UserCertificateEnd is { } userEnd ? SqliteTime.Of(userEnd) : null,
            (long)facts.TargetsAnswered, (long)facts.TargetsTried);
    }

    private void WriteSteps(CheckRun run, long check, long number)
    {
        for (var place = 0; place < run.Steps.Length; place++)
        {
            var step = run.Steps[place];
            _step.Run(
                number, place, StoredCodes.Number(StoredCodes.Steps, step.Step),
                StoredCodes.Number(StoredCodes.Results, step.Result), SqliteTime.Of(step.Took));
        }

        _times.Run(check, SqliteTime.SlotOf(SqliteTime.Of(run.StartedAt)), number);
    }

    private void WriteChange(long number, StateChange change) => _change.Run(
        number, StoredCodes.Number(StoredCodes.Colors, change.From), StoredCodes.Number(StoredCodes.Colors, change.To),
        change.Code, change.Title);

    private long NumberOf(string name)
    {
        if (_nameOf.Number(name) is { } known)
        {
            return known;
        }

        _newName.Run(name);
        return _nameOf.Number(name)!.Value;
    }
}
