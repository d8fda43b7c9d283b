using System.Buffers;
using System.Text;
using Dialtone.Reports;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>What <c>/probe</c> answers.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Took">How long it took until this answer.</param>
/// <param name="Run">The run; <c>null</c> where it had not come to its end.</param>
/// <param name="Result">What it came to, with its journal; <c>null</c> likewise.</param>
internal sealed record ProbeAnswer(ProbeQuery Query, TimeSpan Took, CheckRun? Run, ProbeResult? Result)
{
    /// <summary>Writes the metrics: a set for this run alone.</summary>
    public void Write(PrometheusText text)
    {
        var isGood = Run is { Outcome: RunOutcome.Healthy or RunOutcome.Degraded };
        text.Sample(MetricCatalogue.ProbeSuccess, isGood ? 1 : 0);
        text.Sample(MetricCatalogue.ProbeDuration, Took.TotalSeconds);
        if (Run is { } run)
        {
            RunMetrics.Write(text, [new(null, run, run.Findings)]);
        }
        else
        {
            text.Sample(MetricCatalogue.TimedOut, 1);
        }

        text.End();
    }

    /// <summary>
    /// Writes what a person wants to know of it: the verdict, the steps, what to do, the journal, and the metrics.
    /// </summary>
    public void WriteForPeople(IBufferWriter<byte> output)
    {
        foreach (var line in Lines())
        {
            _ = Encoding.UTF8.GetBytes(line, output);
            _ = Encoding.UTF8.GetBytes("\n", output);
        }

        Write(new(output, ExpositionFormat.Text));
    }

    private IEnumerable<string> Lines()
    {
        yield return $"Module {Query.Module} at {Query.Target}, {Words.Of(Took)}.";
        yield return "";
        switch (Result)
        {
            case ProbeResult.Ran ran:
                if (ran.TimedOut)
                {
                    yield return "The scrape waits no longer: this is what was seen until then.";
                    yield return "";
                }

                foreach (var line in TransactionText.Of(ran.Result))
                {
                    yield return line;
                }

                yield return "";
                yield return "Journal:";
                foreach (var entry in ran.Result.Journal)
                {
                    yield return $"  {JournalText.Of(entry)}";
                }

                break;
            case ProbeResult.NotRun notRun:
                yield return $"It could not be run. {notRun.Why}";
                break;
            default:
                yield return "It had not come to its end when the scrape would wait no longer.";
                break;
        }

        yield return "";
        yield return "Metrics:";
        yield return "";
    }
}
