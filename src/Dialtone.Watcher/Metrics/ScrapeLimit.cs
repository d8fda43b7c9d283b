using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Metrics;

/// <summary>How long a run for a scrape may take, so that the answer is there before the scrape gives up.</summary>
/// <param name="Run">After which the run is given up; what was seen by then is the answer.</param>
/// <param name="Answer">
/// After which there is an answer, though the run has not come to its end: a phone that is given up signs out first.
/// </param>
public readonly record struct ScrapeLimit(TimeSpan Run, TimeSpan Answer)
{
    /// <summary>The header in which Prometheus says how long it waits, in seconds.</summary>
    public const string Header = "X-Prometheus-Scrape-Timeout-Seconds";

    /// <summary>What is left of that for signing out, and for the way back.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a person with a browser waits, and the longest that anybody may ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>Reads what the scrape says. A header that is no number of seconds is refused.</summary>
    public static bool TryRead(HttpRequest request, out ScrapeLimit limit)
    {
        ArgumentNullException.ThrowIfNull(request);
        limit = Of(Longest);
        if (!request.Headers.TryGetValue(Header, out var said))
        {
            return true;
        }

        if (!double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || !(seconds > 0))
        {
            return false;
        }

        limit = Of(TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)));
        return true;
    }

    // Of a scrape that waits for less than a second, half is used.
    private static ScrapeLimit Of(TimeSpan scrape)
    {
        var offset = TimeSpan.FromTicks(Math.Min(Offset.Ticks, scrape.Ticks / 2));
        return new(scrape - offset, scrape - (offset / 4));
    }
}
