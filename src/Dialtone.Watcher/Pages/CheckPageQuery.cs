using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>What of a check is looked at.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Span">How much of the past is drawn.</param>
/// <param name="OneScale">Whether all drawings have the same scale.</param>
/// <param name="OnlyBad">Whether only runs that were not healthy are listed.</param>
/// <param name="Before">Only runs that began before this one; <c>null</c> for the newest.</param>
internal sealed record CheckPageQuery(string Check, HistorySpan Span, bool OneScale, bool OnlyBad, Guid? Before)
{
    /// <summary>Reads it from an address; what is not understood is as if it were not there.</summary>
    public static CheckPageQuery Of(string check, IQueryCollection query) => new(
        check, HistorySpan.Of(query["span"]), query["scale"] == "same", query["only"] == "bad",
        Guid.TryParseExact(query["before"], "D", out var before) ? before : null);

    /// <summary>Its address.</summary>
    public string Link
    {
        get
        {
            string[] asked =
            [
                Span == HistorySpan.Of(null) ? "" : $"span={Span.Name}", OneScale ? "scale=same" : "",
                OnlyBad ? "only=bad" : "", Before is { } before ? $"before={before:D}" : "",
            ];
            var query = string.Join('&', asked.Where(each => each.Length > 0));
            return PageLinks.Check(Check) + (query.Length > 0 ? "?" + query : "");
        }
    }
}
