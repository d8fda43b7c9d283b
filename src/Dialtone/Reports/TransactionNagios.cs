using System.Globalization;
using System.Text;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports;

/// <summary>
/// A transaction as a plugin of Nagios, Icinga and their kind tells it: one line, what was measured behind the bar, and
/// a number (Monitoring Plugins Development Guidelines).
/// </summary>
public static class TransactionNagios
{
    /// <summary>The line.</summary>
    public static string Of(TransactionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var code = result.Cause is { } cause ? $"{cause.Code} " : "";
        return Line(StatusOf(result), code + TransactionText.Verdict(result)) + " | "
            + Measured(result.Latency, result.Steps.Select(each => (each.Step, each.Result, each.Took)));
    }

    /// <summary>The line where nothing could be run.</summary>
    public static string Of(string why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return Line(NagiosStatus.Unknown, why);
    }

    /// <summary>How it is judged: what works by a fall-back is a warning.</summary>
    public static NagiosStatus StatusOf(TransactionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result switch
        {
            { Result: TransactionVerdict.Failure } => NagiosStatus.Critical,
            { Result: not TransactionVerdict.Success } => NagiosStatus.Unknown,
            { IsDegraded: true } => NagiosStatus.Warning,
            _ => NagiosStatus.Ok,
        };
    }

    /// <summary>
    /// The line without what was measured. What stands behind a bar is measured values, and a second line is another
    /// thing: the text has neither.
    /// </summary>
    public static string Line(NagiosStatus status, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"DIALTONE {status.ToString().ToUpperInvariant()} - "
            + Words.Printable(text.ReplaceLineEndings(" ")).Replace('|', '/');
    }

    /// <summary>What was measured, as it stands behind the bar: the latency, and each step that was run.</summary>
    public static string Measured(
        TimeSpan latency, IEnumerable<(TransactionStep Step, StepResult Result, TimeSpan Took)> steps)
    {
        var text = new StringBuilder(Seconds("latency", latency));
        foreach (var (step, _, took) in steps.Where(each => each.Result != StepResult.NotRun))
        {
            text.Append(' ').Append(Seconds(LabelOf(step), took));
        }

        return text.ToString();
    }

    private static string Seconds(string label, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{label}={time.TotalSeconds:0.000000}s;;;0");

    // A name of its own that stays, whatever people read: graphs hang on it.
    private static string LabelOf(TransactionStep step)
    {
        var name = step.ToString();
        return string.Concat(name.Select((letter, at) =>
            char.IsUpper(letter) ? $"{(at > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
    }
}
