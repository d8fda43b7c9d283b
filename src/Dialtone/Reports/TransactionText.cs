using System.Globalization;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports;

/// <summary>
/// A transaction as text: the verdict in one sentence, the list that administrators know, the step that failed, the
/// causes with their directions, what else was seen, every step, and what was not looked at.
/// </summary>
public static class TransactionText
{
    // As wide as it is printed by the cmdlets.
    private const int NameWidth = 11;
    private const int StepWidth = 22;

    /// <summary>Every line, the verdict first.</summary>
    public static IEnumerable<string> Of(TransactionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [Verdict(result), "", .. List(result), .. Failed(result), .. Causes(result), .. AlsoSeen(result), "",
            .. Steps(result), .. Targets(result), .. NotChecked(result)];
    }

    /// <summary>The verdict, as one sentence.</summary>
    public static string Verdict(TransactionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var what = $"{Words.Of(result.Kind)}{(result.Account.Length > 0 ? $" for {result.Account}" : "")}";
        return result.Result switch
        {
            TransactionVerdict.Success when result.Cause is { Severity: > FindingSeverity.Advice } cause =>
                $"{what} succeeded after {Words.Of(result.Latency)}, and something is amiss: {cause.Title}.",
            TransactionVerdict.Success => $"{what} succeeded after {Words.Of(result.Latency)}.",
            TransactionVerdict.Failure => $"{what} failed: {Why(result)}.",
            _ => $"{what} was stopped before it came to an end.",
        };
    }

    /// <summary>The list that the cmdlets of Skype for Business Server print.</summary>
    public static IEnumerable<string> List(TransactionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        (string Name, string Value)[] rows =
        [
            ("TargetUri", result.TargetUri),
            ("TargetFqdn", result.TargetFqdn),
            ("Result", result.Result.ToString()),
            ("Latency", result.Latency.ToString(@"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture)),
            ("Error", result.Error),
            ("Diagnosis", result.Diagnosis),
        ];
        // Transactions without a part on the web have no such line.
        return rows.Where(row => row.Name != "TargetUri" || row.Value.Length > 0).SelectMany(row => Row(row));
    }

    private static IEnumerable<string> Row((string Name, string Value) row)
    {
        var head = $"{row.Name.PadRight(NameWidth)} : ";
        foreach (var line in row.Value.Split('\n'))
        {
            yield return (head + line).TrimEnd();
            head = new string(' ', NameWidth + " : ".Length);
        }
    }

    private static string Why(TransactionResult result) => result.Cause is { } cause ? cause.Title
        : result.Error.Length > 0 ? result.Error.TrimEnd('.')
        : $"at {Words.Of(result.FailedStep ?? TransactionStep.Register)}";

    private static IEnumerable<string> Failed(TransactionResult result)
    {
        if (result.FailedStep is { } step)
        {
            yield return "";
            yield return $"Failed at: {Words.Of(step)}.";
        }
    }

    private static IEnumerable<string> Causes(TransactionResult result) =>
        result.Findings.Causes.SelectMany(cause => FindingText.Of(cause).Prepend(""));

    private static IEnumerable<string> AlsoSeen(TransactionResult result)
    {
        if (result.Findings.Consequences.IsEmpty)
        {
            yield break;
        }

        yield return "";
        yield return "Also seen, and explained by the above:";
        foreach (var (finding, of) in result.Findings.Consequences)
        {
            foreach (var line in Wrapped.Lines($"  {finding.Code} ", $"{finding.Title} (from {of.Code})"))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Steps(TransactionResult result)
    {
        yield return "Steps:";
        foreach (var step in result.Steps)
        {
            var took = step.Took > TimeSpan.Zero ? Words.Of(step.Took) : "";
            yield return $"  {Words.Of(step.Step).PadRight(StepWidth)} {Words.Of(step.Result),-8}  {took}".TrimEnd();
        }
    }

    private static IEnumerable<string> Targets(TransactionResult result)
    {
        if (result.Targets.IsEmpty)
        {
            yield break;
        }

        yield return "";
        yield return "Every target:";
        var width = result.Targets.Max(target => Words.PlaceOf(target.Candidate).Length);
        foreach (var (candidate, signIn) in result.Targets)
        {
            var went = signIn.Result == TransactionVerdict.Success ? $"signed in after {Words.Of(signIn.Latency)}"
                : $"failed at {Words.Of(signIn.FailedStep ?? TransactionStep.Connect)}: "
                    + (signIn.Cause is { } cause ? $"{cause.Code} {cause.Definition.Slug}" : Why(signIn));
            yield return $"  {Words.Of(candidate.Transport)}  {Words.PlaceOf(candidate).PadRight(width)}  {went} "
                + $"({candidate.Host}, {Words.Of(candidate.Source)})";
        }
    }

    private static IEnumerable<string> NotChecked(TransactionResult result)
    {
        if (result.Findings.NotChecked.IsEmpty)
        {
            yield break;
        }

        yield return "";
        yield return "Not checked:";
        foreach (var (step, why) in result.Findings.NotChecked)
        {
            foreach (var line in Wrapped.Lines("  ", $"{Words.Of(step)}: {why}"))
            {
                yield return line;
            }
        }
    }
}
