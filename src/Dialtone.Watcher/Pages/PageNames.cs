using System.Diagnostics.CodeAnalysis;
using Dialtone.Watcher.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dialtone.Watcher.Pages;

/// <summary>What an address names.</summary>
internal static class PageNames
{
    /// <summary>
    /// The check whose page is asked for. A slash of its name comes as <c>%2F</c>, which servers leave as it is.
    /// </summary>
    public static bool TryFind(HttpContext context, CheckBoard board, [NotNullWhen(true)] out CheckView? view)
    {
        var name = context.GetRouteValue("name") as string ?? "";
        return board.TryGet(name, out view)
            || board.TryGet(name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), out view);
    }

    /// <summary>The run whose page is asked for.</summary>
    public static bool TryRead(HttpContext context, out Guid id) =>
        Guid.TryParseExact(context.GetRouteValue("id") as string, "D", out id);
}
