using System.Globalization;
using System.Text;
using Dialtone.Reports;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// A run as a passive result: <c>[time] PROCESS_SERVICE_CHECK_RESULT;host;service;status;text | measured</c> (Nagios
/// Core, External Commands). The service is the name of the check; the status is how the check is judged, not how
/// this one run went.
/// </summary>
public static class NagiosLine
{
    /// <summary>The line with its end, at most <see cref="AlertLimits.NagiosLineBytesMax"/> bytes.</summary>
    /// <param name="host">The host whose service the check is.</param>
    /// <param name="check">The check.</param>
    /// <param name="state">How it is judged, with the run in it.</param>
    /// <param name="run">The run.</param>
    public static ReadOnlyMemory<byte> Of(string host, WatchCheck check, CheckState state, CheckRun run)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(run);
        var status = StatusOf(state.Color);
        var time = (run.StartedAt + run.Took).ToUnixTimeSeconds();
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"[{time}] PROCESS_SERVICE_CHECK_RESULT;{Name(host)};{Name(check.Name)};{(int)status};");
        var measured = run.Steps.IsEmpty ? "" : " | " + TransactionNagios.Measured(
            run.Latency, run.Steps.Select(each => (each.Step, each.Result, each.Took)));
        var text = Escaped(TransactionNagios.Line(status, TextOf(check, state, run)));
        var room = AlertLimits.NagiosLineBytesMax - Encoding.UTF8.GetByteCount(head + measured) - 1;
        return Encoding.UTF8.GetBytes(head + Cut(text, room) + measured + "\n");
    }

    private static NagiosStatus StatusOf(CheckColor color) => color switch
    {
        CheckColor.Green => NagiosStatus.Ok,
        CheckColor.Yellow => NagiosStatus.Warning,
        CheckColor.Red => NagiosStatus.Critical,
        _ => NagiosStatus.Unknown,
    };

    private static string TextOf(WatchCheck check, CheckState state, CheckRun run)
    {
        var code = run.Cause is { } cause ? $"{cause.Code} " : "";
        var isHeldBack = state.Color == CheckColor.Green && run.Outcome != RunOutcome.Healthy;
        return code + run.Verdict + (isHeldBack
            ? $" ({state.OutcomeInARow} in a row, shown after {check.VisibleAfter})" : "");
    }

    // Nagios has no escape for the separator of fields.
    private static string Name(string name) => Printable(name).Replace(';', ',');

    // Nagios and Icinga take a backslash for the beginning of an escape.
    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal);

    private static string Printable(string text) =>
        string.Concat(text.Select(each => char.IsControl(each) ? ' ' : each));

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var cut = new StringBuilder();
        var left = bytes - Encoding.UTF8.GetByteCount("…");
        foreach (var rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            cut.Append(rune);
        }

        // Half an escape would take the ellipsis with it.
        var slashes = cut.Length - cut.ToString().TrimEnd('\\').Length;
        return cut.ToString(0, cut.Length - (slashes % 2)) + "…";
    }
}
