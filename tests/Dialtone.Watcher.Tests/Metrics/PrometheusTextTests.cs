using System.Buffers;
using System.Text;
using Dialtone.Watcher.Metrics;

namespace Dialtone.Watcher.Tests.Metrics;

/// <summary>
/// The text format 0.0.4 and OpenMetrics 1.0.0, after the examples of their specifications.
/// </summary>
public class PrometheusTextTests
{
    private static readonly MetricFamily Counter = new("runs_total", MetricKind.Counter, "Runs.", "outcome");
    private static readonly MetricFamily Gauge = new("wait_seconds", MetricKind.Gauge, "A \"wait\" \\ in\nseconds.");
    private static readonly MetricFamily Info = new("build_info", MetricKind.Info, "The build.", "version");

    private static string Written(ExpositionFormat format, Action<PrometheusText> write)
    {
        var output = new ArrayBufferWriter<byte>();
        var text = new PrometheusText(output, format);
        write(text);
        text.End();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void A_family_is_declared_once_before_its_samples()
    {
        var text = Written(ExpositionFormat.Text, text =>
        {
            text.Sample(Counter, 3, "healthy");
            text.Sample(Counter, 0, "failed");
            text.Sample(Gauge, 0.25);
            text.Info(Info, null, ["1.2.3"], [KeyValuePair.Create("floor", "2")]);
        });
        text.ShouldBe("""
            # HELP runs_total Runs.
            # TYPE runs_total counter
            runs_total{outcome="healthy"} 3
            runs_total{outcome="failed"} 0
            # HELP wait_seconds A "wait" \\ in\nseconds.
            # TYPE wait_seconds gauge
            wait_seconds 0.25
            # HELP build_info The build.
            # TYPE build_info gauge
            build_info{version="1.2.3",floor="2"} 1

            """);
    }

    [Fact]
    public void OpenMetrics_names_families_without_their_endings_and_says_units_and_the_end()
    {
        var text = Written(ExpositionFormat.OpenMetrics, text =>
        {
            text.Sample(Counter, 3, "healthy");
            text.Sample(Gauge, 0.25);
            text.Sample(Info, 1, "1.2.3");
        });
        text.ShouldBe("""
            # HELP runs Runs.
            # TYPE runs counter
            runs_total{outcome="healthy"} 3
            # HELP wait_seconds A \"wait\" \\ in\nseconds.
            # TYPE wait_seconds gauge
            # UNIT wait_seconds seconds
            wait_seconds 0.25
            # HELP build The build.
            # TYPE build info
            build_info{version="1.2.3"} 1
            # EOF

            """);
    }

    [Theory]
    [InlineData("""C:\DIR\FILE.TXT""", """C:\\DIR\\FILE.TXT""")]
    [InlineData("Cannot find file:\n\"FILE.TXT\"", @"Cannot find file:\n\""FILE.TXT\""")]
    [InlineData("Zürich \u260E", "Zürich \u260E")]
    [InlineData("", "")]
    public void Values_of_labels_are_escaped(string value, string written) =>
        Written(ExpositionFormat.Text, text => text.Sample(Counter, 1, value))
            .ShouldContain($"runs_total{{outcome=\"{written}\"}} 1\n");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(0, "0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1893456000.125, "1893456000.125")]
    [InlineData(9007199254740991, "9007199254740991")]
    [InlineData(1e300, "1E+300")]
    public void Numbers_are_written_so_that_they_read_as_the_same(double value, string written) =>
        Written(ExpositionFormat.Text, text => text.Sample(Gauge, value)).ShouldEndWith($"wait_seconds {written}\n");

    [Fact]
    public void A_sample_of_a_check_begins_with_check_and_site() =>
        Written(ExpositionFormat.Text, text => text.Sample(Counter, new MetricScope("a", "b"), 1, "healthy"))
            .ShouldEndWith("runs_total{check=\"a\",site=\"b\",outcome=\"healthy\"} 1\n");

    [Fact]
    public void A_sample_with_other_labels_than_its_family_is_a_mistake_of_the_caller() =>
        Should.Throw<ArgumentException>(() => Written(ExpositionFormat.Text, text => text.Sample(Counter, 1)));
}
