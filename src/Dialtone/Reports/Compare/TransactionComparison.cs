using System.Collections.Immutable;

namespace Dialtone.Reports.Compare;

/// <summary>
/// Says what differs between two runs of a transaction, which may be of other users and on other machines: those, the
/// time of day, and the order in which answers came are no difference.
/// </summary>
public static partial class TransactionComparison
{
    /// <summary>By what factor a time must differ to be told.</summary>
    public const double TimeFactor = 3;

    /// <summary>By how much it must differ besides.</summary>
    public static readonly TimeSpan TimeFloor = TimeSpan.FromMilliseconds(500);

    /// <summary>A certificate that now lasts for less than this is told, where it was more before.</summary>
    public static readonly TimeSpan CertificateLeft = TimeSpan.FromDays(30);

    /// <summary>Compares.</summary>
    /// <param name="before">The one run.</param>
    /// <param name="now">The other.</param>
    /// <returns>What differs, the outcome first; empty where nothing does.</returns>
    public static ImmutableArray<Difference> Of(TransactionRecord before, TransactionRecord now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        return
        [
            .. Results(before, now), .. Findings(before, now), .. Steps(before, now), .. Targets(before, now),
            .. Questions(before, now), .. Dhcp(before, now), .. Candidates(before, now),
            .. Certificates(before, now), .. Schemes(before, now), .. Times(before, now),
        ];
    }

    private static IEnumerable<Difference> Results(TransactionRecord before, TransactionRecord now)
    {
        (string Name, string Before, string Now)[] whole =
        [
            ("Transaction", before.Transaction, now.Transaction), ("Profile", before.Profile, now.Profile),
            ("Result", before.Result, now.Result),
        ];
        return whole.Concat(before.Values.Select(each => (each.Key, each.Value, now.Values[each.Key])))
            .Where(each => each.Item2 != each.Item3)
            .Select(each => new Difference(
                each.Item1 == "Scheme" ? DifferenceKind.Scheme : DifferenceKind.Result, each.Item1,
                $"{each.Item1} was {OrNone(each.Item2)}, now {OrNone(each.Item3)}"));
    }

    private static IEnumerable<Difference> Findings(TransactionRecord before, TransactionRecord now)
    {
        var (gone, came) = Changes(before.Findings, now.Findings, each => (each.Code, each.Subject));
        return gone.Select(each => (each, Text: "is gone")).Concat(came.Select(each => (each, Text: "is new")))
            .Select(change => new Difference(
                DifferenceKind.Finding, change.each.Code, $"{change.each.Code} {change.each.Title}: {change.Text}"));
    }

    private static IEnumerable<Difference> Steps(TransactionRecord before, TransactionRecord now) =>
        from step in now.Steps
        join was in before.Steps on step.Name equals was.Name
        where step.Result != was.Result
        select new Difference(
            DifferenceKind.Step, step.Name,
            $"Step {Spaced(step.Name)} was {Spaced(was.Result)}, now {Spaced(step.Result)}");

    /// <summary>Where every target was looked at in both runs.</summary>
    private static IEnumerable<Difference> Targets(TransactionRecord before, TransactionRecord now) =>
        from target in now.Targets.DistinctBy(each => each.Place)
        join was in before.Targets.DistinctBy(each => each.Place) on target.Place equals was.Place
        where target.Result != was.Result
        select new Difference(
            DifferenceKind.Target, target.Place, $"{target.Place} was {was.Result}, now {target.Result}");

    private static IEnumerable<Difference> Candidates(TransactionRecord before, TransactionRecord now) =>
        before.Candidates.Except(now.Candidates)
            .Select(each => new Difference(DifferenceKind.Candidate, each, $"{each} is not tried any more"))
            .Concat(now.Candidates.Except(before.Candidates)
                .Select(each => new Difference(DifferenceKind.Candidate, each, $"{each} is tried now")));

    private static IEnumerable<Difference> Schemes(TransactionRecord before, TransactionRecord now) =>
        before.Offered.IsEmpty || now.Offered.IsEmpty ? [] :
        [
            .. before.Offered.Except(now.Offered).Select(each =>
                new Difference(DifferenceKind.Scheme, each, $"The Registrar does not offer {each} any more")),
            .. now.Offered.Except(before.Offered).Select(each =>
                new Difference(DifferenceKind.Scheme, each, $"The Registrar offers {each} now")),
        ];

    private static IEnumerable<Difference> Times(TransactionRecord before, TransactionRecord now)
    {
        var steps = from step in now.Steps
            join was in before.Steps on step.Name equals was.Name
            where step.Result == was.Result
            select ($"Step {Spaced(step.Name)}", was.Milliseconds, step.Milliseconds);
        return steps.Append(("All of it", before.Milliseconds, now.Milliseconds))
            .Where(each => Matters(each.Item2, each.Item3))
            .Select(each => new Difference(
                DifferenceKind.Time, each.Item1, $"{each.Item1} took {Took(each.Item2)}, now {Took(each.Item3)}"));
    }

    private static bool Matters(double before, double now)
    {
        var (less, more) = (Math.Min(before, now), Math.Max(before, now));
        return more - less >= TimeFloor.TotalMilliseconds && more >= TimeFactor * less;
    }

    private static (IEnumerable<T> Gone, IEnumerable<T> Came) Changes<T, TKey>(
        ImmutableArray<T> before, ImmutableArray<T> now, Func<T, TKey> key)
    {
        var (keysBefore, keysNow) = (before.Select(key).ToHashSet(), now.Select(key).ToHashSet());
        return (before.Where(each => !keysNow.Contains(key(each))).DistinctBy(key),
            now.Where(each => !keysBefore.Contains(key(each))).DistinctBy(key));
    }

    private static string OrNone(string text) => text.Length == 0 ? "none" : text;

    private static string Spaced(string name) => name.Replace('-', ' ');

    private static string Took(double milliseconds) => Words.Of(TimeSpan.FromMilliseconds(milliseconds));
}
