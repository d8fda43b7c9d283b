using Dialtone.Watcher.Metrics;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Tests.Metrics;

public class ExpositionChoiceTests
{
    [Theory]
    [InlineData(null, ExpositionFormat.Text)]
    [InlineData("", ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", ExpositionFormat.Text)]
    [InlineData("no media type at all", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=1.0.0", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=2.0.0", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; version=1.0.0; q=0", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;q=0.4,text/plain;q=0.5", ExpositionFormat.Text)]
    // What Prometheus 2.42 sends, and what 3.0 sends.
    [InlineData(
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", ExpositionFormat.OpenMetrics)]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
        + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
        + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1", ExpositionFormat.OpenMetrics)]
    public void A_reader_gets_what_it_likes_best(string? accept, ExpositionFormat format)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        ExpositionChoice.Of(request).ShouldBe(format);
    }
}
