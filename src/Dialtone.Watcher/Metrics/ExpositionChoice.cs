using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dialtone.Watcher.Metrics;

/// <summary>Which form a reader gets, by its Accept header (RFC 9110 section 12.5.1).</summary>
public static class ExpositionChoice
{
    private const string OpenMetrics = "application/openmetrics-text";

    /// <summary>
    /// OpenMetrics for whoever names it in a version that this is, and likes nothing better; the text format for
    /// everybody else, also for who accepts neither, since a reader by hand rarely says what it accepts.
    /// </summary>
    public static ExpositionFormat Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (open, text) = (0.0, 0.0);
        if (MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            foreach (var type in accepted)
            {
                var quality = type.Quality ?? 1;
                if (type.MediaType.Equals(OpenMetrics, StringComparison.OrdinalIgnoreCase) && IsOurVersion(type))
                {
                    open = Math.Max(open, quality);
                }
                else if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
                {
                    text = Math.Max(text, quality);
                }
            }
        }

        return open > 0 && open >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    private static bool IsOurVersion(MediaTypeHeaderValue type)
    {
        foreach (var parameter in type.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
            {
                return HeaderUtilities.RemoveQuotes(parameter.Value).Equals("1.0.0", StringComparison.Ordinal);
            }
        }

        return true;
    }
}
