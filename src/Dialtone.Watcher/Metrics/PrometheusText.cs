using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// Writes metrics as Prometheus reads them, in
/// <see href="https://prometheus.io/docs/instrumenting/exposition_formats/">the text format 0.0.4</see> or in
/// <see href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0.0</see>. It holds nothing but the
/// buffer that it writes to: every answer is a set of its own.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="format">In which form.</param>
public sealed class PrometheusText(IBufferWriter<byte> output, ExpositionFormat format)
{
    /// <summary>How much a number takes at most, written so that reading it gives the same number.</summary>
    private const int NumberBytesMax = 32;

    private static readonly SearchValues<char> ToEscape = SearchValues.Create("\\\n\"");
    private MetricFamily? _family;

    /// <summary>The content type of what is written.</summary>
    public static string ContentTypeOf(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>
    /// Writes a sample of the watcher itself or of a single run. All samples of a family come one after another.
    /// </summary>
    /// <param name="family">What it is a sample of; declared with its first one.</param>
    /// <param name="value">Its value.</param>
    /// <param name="values">The values of the family's labels, in their order.</param>
    public void Sample(MetricFamily family, double value, params ReadOnlySpan<string> values) =>
        Sample(family, null, value, values);

    /// <summary>Writes a sample of a check.</summary>
    /// <param name="family">What it is a sample of.</param>
    /// <param name="scope">Whose; <c>null</c> for nobody's.</param>
    /// <param name="value">Its value.</param>
    /// <param name="values">The values of the family's labels, in their order.</param>
    public void Sample(MetricFamily family, MetricScope? scope, double value, params ReadOnlySpan<string> values)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (values.Length != family.Labels.Length)
        {
            throw new ArgumentException($"{family.Name} has {family.Labels.Length} labels.", nameof(values));
        }

        var labels = Begin(family, scope);
        for (var at = 0; at < values.Length; at++)
        {
            labels = Label(labels, family.Labels[at], values[at]);
        }

        End(labels, value);
    }

    /// <summary>Writes a sample of an info whose last labels are not the same everywhere.</summary>
    /// <param name="family">What it is a sample of.</param>
    /// <param name="scope">Whose; <c>null</c> for nobody's.</param>
    /// <param name="values">The values of the family's own labels, in their order.</param>
    /// <param name="more">Further labels, whose names are names of labels.</param>
    public void Info(
        MetricFamily family, MetricScope? scope, ReadOnlySpan<string> values,
        IEnumerable<KeyValuePair<string, string>> more)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(more);
        var labels = Begin(family, scope);
        for (var at = 0; at < values.Length; at++)
        {
            labels = Label(labels, family.Labels[at], values[at]);
        }

        foreach (var (name, value) in more)
        {
            labels = Label(labels, name, value);
        }

        End(labels, 1);
    }

    /// <summary>Ends the set: OpenMetrics says so, the text format ends where it ends.</summary>
    public void End()
    {
        if (format == ExpositionFormat.OpenMetrics)
        {
            Write("# EOF\n");
        }
    }

    private int Begin(MetricFamily family, MetricScope? scope)
    {
        if (!ReferenceEquals(family, _family))
        {
            _family = family;
            Declare(family);
        }

        Write(family.Name);
        return scope is { } of
            ? Label(Label(0, "check", of.Check), "site", of.Site) : 0;
    }

    private void End(int labels, double value)
    {
        Write(labels > 0 ? "} " : " ");
        if (double.IsInfinity(value))
        {
            Write(value > 0 ? "+Inf" : "-Inf");
        }
        else
        {
            _ = value.TryFormat(
                output.GetSpan(NumberBytesMax), out var written, provider: CultureInfo.InvariantCulture);
            output.Advance(written);
        }

        Write("\n");
    }

    private void Declare(MetricFamily family)
    {
        var name = format == ExpositionFormat.OpenMetrics ? family.BareName : family.Name;
        Write("# HELP ");
        Write(name);
        Write(" ");
        Escaped(family.Help, quotes: format == ExpositionFormat.OpenMetrics);
        Write("\n# TYPE ");
        Write(name);
        Write(family.Kind switch
        {
            MetricKind.Counter => " counter\n",
            MetricKind.Info when format == ExpositionFormat.OpenMetrics => " info\n",
            _ => " gauge\n",
        });
        if (format == ExpositionFormat.OpenMetrics && family.Unit.Length > 0)
        {
            Write("# UNIT ");
            Write(name);
            Write(" ");
            Write(family.Unit);
            Write("\n");
        }
    }

    private int Label(int before, string name, string value)
    {
        Write(before > 0 ? "," : "{");
        Write(name);
        Write("=\"");
        Escaped(value, quotes: true);
        Write("\"");
        return before + 1;
    }

    private void Escaped(ReadOnlySpan<char> text, bool quotes)
    {
        for (var at = text.IndexOfAny(ToEscape); at >= 0; at = text.IndexOfAny(ToEscape))
        {
            Write(text[..at]);
            Write(text[at] switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                _ => quotes ? "\\\"" : "\"",
            });
            text = text[(at + 1)..];
        }

        Write(text);
    }

    private void Write(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, output);
}
