using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Core.Transactions;

/// <summary>What a journal says of each step of a transaction.</summary>
public static class TransactionSteps
{
    private static readonly ImmutableArray<TransactionStep> All = [.. Enum.GetValues<TransactionStep>()];

    /// <summary>Every step, in order, those too that were not run.</summary>
    /// <param name="journal">
    /// The journal of the transaction; where it is of two users, all entries of the one before those of the other.
    /// </param>
    public static ImmutableArray<StepReport> Of(IReadOnlyList<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return UserJournal.Split(journal).Select(OfUser).Aggregate(Joined);
    }

    private static ImmutableArray<StepReport> OfUser(ImmutableArray<JournalEntry> journal)
    {
        var said = All.Select(_ => new List<(JournalEntry Entry, StepWord Word)>()).ToArray();
        var signs = new StepSigns();
        foreach (var entry in journal)
        {
            foreach (var word in signs.Of(entry))
            {
                said[(int)word.Step].Add((entry, word));
            }
        }

        var isIn = said[(int)TransactionStep.Register].Exists(each => each.Word.Sign == StepSign.Good);
        if (!isIn)
        {
            // Who never was in has nothing to sign out of.
            said[(int)TransactionStep.SignOut].Clear();
        }

        return [.. All.Select(step => ReportOf(step, said[(int)step], LedOn(step, said, isIn)))];
    }

    private static StepReport ReportOf(
        TransactionStep step, List<(JournalEntry Entry, StepWord Word)> said, bool ledOn)
    {
        var good = said.FindAll(each => each.Word.Sign == StepSign.Good);
        var bad = said.FindAll(each => each.Word.Sign == StepSign.Bad
            || (good.Count == 0 && each.Word.Sign == StepSign.Missing));
        var result = (good.Count > 0, bad.Count > 0) switch
        {
            (true, false) => StepResult.Passed,
            (true, true) => StepResult.Degraded,
            (false, true) => ledOn ? StepResult.Degraded : StepResult.Failed,
            _ => ledOn && said.Count > 0 ? StepResult.Passed : StepResult.NotRun,
        };
        var telling = good.Count > 0 ? good : bad.Count > 0 ? bad : said;
        return new(
            step, result, telling.Count == 0 ? default : telling.Max(each => each.Word.Took),
            [.. said.Select(each => each.Entry)])
        {
            Began = said.Count == 0 ? null : said.Min(each => each.Entry.At + -each.Word.Took),
            Ended = said.Count == 0 ? null : said.Max(each => each.Entry.At),
        };
    }

    /// <summary>
    /// Whether the way to the registration led beyond a step: a later one was reached. DHCP and DNS stand beside each
    /// other, and so do the ticket and the certificate. What comes after the registration leads nowhere.
    /// </summary>
    private static bool LedOn(
        TransactionStep step, List<(JournalEntry Entry, StepWord Word)>[] said, bool isIn)
    {
        if (step > TransactionStep.Redirect)
        {
            return false;
        }

        var place = PlaceOf(step);
        return isIn || All.Any(
            later => later <= TransactionStep.Redirect && PlaceOf(later) > place && said[(int)later].Count > 0);
    }

    private static int PlaceOf(TransactionStep step) => step switch
    {
        TransactionStep.Dhcp => (int)TransactionStep.Dns,
        TransactionStep.WebTicket => (int)TransactionStep.Certificate,
        _ => (int)step,
    };

    private static ImmutableArray<StepReport> Joined(
        ImmutableArray<StepReport> one, ImmutableArray<StepReport> other) => [.. one.Zip(other, Joined)];

    // The worst of the two, and a step that one of them ran was run.
    private static StepReport Joined(StepReport one, StepReport other) => new(
        one.Step, one.Result > other.Result ? one.Result : other.Result,
        one.Took > other.Took ? one.Took : other.Took, [.. one.Evidence, .. other.Evidence])
    {
        Began = Instant.Earlier(one.Began, other.Began),
        Ended = other.Ended > one.Ended || one.Ended is null ? other.Ended : one.Ended,
    };
}
