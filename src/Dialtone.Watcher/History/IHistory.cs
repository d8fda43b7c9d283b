using System.Collections.Immutable;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.History;

/// <summary>
/// What watchers keep of their runs: in a file of SQLite, or in a database of PostgreSQL that several share. Every
/// method may be called from any thread at any time.
/// </summary>
/// <remarks>
/// Trouble that is expected (a full disk, a server that is away) is a <see cref="HistoryException"/>, which says it in
/// words; nothing of the call has then been done.
/// </remarks>
public interface IHistory : IAsyncDisposable
{
    /// <summary>How many spans of time may be asked for at once.</summary>
    const int SpansMax = 500;

    /// <summary>Brings the schema to this version; does nothing where it is there already.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps runs, all or none of them, with their reports. One that is kept already is passed over, so that whoever
    /// does not know whether it was kept hands it in again.
    /// </summary>
    Task AppendAsync(IReadOnlyList<CheckRun> runs, CancellationToken cancellationToken);

    /// <summary>
    /// The newest runs of a check, the newest first, of those that began together the one with the greater identity
    /// first, without their reports.
    /// </summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>One run without its report; <c>null</c> where it is not kept (any more).</summary>
    Task<CheckRun?> RunAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The report of a run; <c>null</c> where it is not kept (any more).</summary>
    Task<RunReport?> ReportAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// How long the steps of a check took, in spans of the same length: for small drawings, one a step.
    /// </summary>
    /// <remarks>
    /// So that weeks are read quickly, a run may be counted as if it had begun with its hour (UTC), where spans are an
    /// hour or longer, or with its ten minutes, where they are ten minutes or longer. Spans that begin at such moments
    /// are exact: ask for those.
    /// </remarks>
    /// <param name="check">The name of the check.</param>
    /// <param name="from">The begin of the first span.</param>
    /// <param name="until">The end of the last one.</param>
    /// <param name="spans">How many; at most <see cref="SpansMax"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>In the order of steps, then of time; spans without a run are left out.</returns>
    Task<ImmutableArray<StepSpan>> StepsAsync(
        string check, DateTimeOffset from, DateTimeOffset until, int spans, CancellationToken cancellationToken);

    /// <summary>
    /// Runs that changed the state of their check, in the order in which they were kept.
    /// </summary>
    /// <param name="after">The mark after which they are read; 0 for the beginning.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableArray<MarkedRun>> ChangesAsync(long after, int count, CancellationToken cancellationToken);

    /// <summary>The mark of the last change that is kept; 0 where none is.</summary>
    Task<long> LastMarkAsync(CancellationToken cancellationToken);

    /// <summary>How far a reader of changes has come; <c>null</c> where it never said.</summary>
    Task<long?> ReadMarkAsync(string reader, CancellationToken cancellationToken);

    /// <summary>Remembers how far a reader of changes has come.</summary>
    Task WriteMarkAsync(string reader, long mark, CancellationToken cancellationToken);

    /// <summary>Gives up what is too old or too much, as the settings say; failures last.</summary>
    Task<Trimmed> TrimAsync(DateTimeOffset now, RetentionSettings settings, CancellationToken cancellationToken);

    /// <summary>How much is kept.</summary>
    Task<HistorySize> SizeAsync(CancellationToken cancellationToken);
}
