using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Tests.Judging;

/// <summary>
/// Runs as words: <c>H</c> healthy, <c>D</c> degraded, <c>F</c> failed, <c>N</c> not run; then findings:
/// <c>F:1101</c> a cause, <c>F:1101/pool</c> with what it is about, <c>H:1204?</c> advice, <c>F:1101,2101!</c> the
/// second what follows from it.
/// </summary>
internal static class SampleRuns
{
    public static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<CheckRun> Of(string words) => words.Split(' ').Select((word, at) => Of(word, at));

    public static CheckRun Of(string word, int minute)
    {
        var at = Begin.AddMinutes(minute);
        return new()
        {
            Id = Guid.CreateVersion7(at),
            Check = "Sign in",
            Watcher = "berlin",
            Transaction = TransactionKind.Registration,
            StartedAt = at,
            Took = TimeSpan.FromSeconds(2),
            Outcome = word[0] switch
            {
                'H' => RunOutcome.Healthy,
                'D' => RunOutcome.Degraded,
                'F' => RunOutcome.Failed,
                _ => RunOutcome.NotRun,
            },
            Verdict = $"verdict of {word}",
            Findings = word.Length < 3 ? [] : [.. word[2..].Split(',').Select(FindingOf)],
            Report = new(new byte[] { 1 }, new byte[] { 2, 3 }),
        };
    }

    private static RunFinding FindingOf(string word)
    {
        var parts = word.TrimEnd('?', '!').Split('/');
        var severity = word.EndsWith('?') ? FindingSeverity.Advice : FindingSeverity.Blocking;
        var code = new FindingCode(ushort.Parse(parts[0], CultureInfo.InvariantCulture));
        return new(code, severity, parts.ElementAtOrDefault(1) ?? "", "title of " + parts[0], !word.EndsWith('!'));
    }
}
