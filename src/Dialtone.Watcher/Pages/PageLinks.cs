using Dialtone.Core.Findings;

namespace Dialtone.Watcher.Pages;

/// <summary>Where each page is, from the root.</summary>
internal static class PageLinks
{
    public static string Check(string name) => $"/checks/{Uri.EscapeDataString(name)}";

    public static string Run(Guid id) => $"/runs/{id:D}";

    public static string Report(Guid id) => $"/runs/{id:D}/report";

    public static string Data(Guid id) => $"/runs/{id:D}/data.json";

    public static string Finding(FindingCode code) => $"/findings/{code}";
}
