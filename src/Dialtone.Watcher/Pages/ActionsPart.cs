using Dialtone.Reports.Html;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Pages;

/// <summary>What whoever holds the token may do with a check.</summary>
internal static class ActionsPart
{
    /// <summary>Writes it; nothing where no token is configured.</summary>
    public static void Write(HtmlWriter html, CheckView view, TokenStanding standing)
    {
        if (standing == TokenStanding.ReadOnly)
        {
            return;
        }

        html.Open("div", ("id", "actions"), ("class", "choices"), ("data-live", ""));
        if (standing == TokenStanding.Stranger)
        {
            html.Element("a", "Sign in to run or pause it", ("href", "/token"), ("class", "button"));
        }
        else if (!view.IsOurs)
        {
            html.Element("span", "Another watcher runs it.", ("class", "quiet"));
        }
        else
        {
            var link = PageLinks.Check(view.Check.Name);
            Button(html, $"{link}/run", view.IsRunning ? "Running" : "Run now", view.IsRunning);
            Button(html, view.IsPaused ? $"{link}/resume" : $"{link}/pause", view.IsPaused ? "Resume" : "Pause");
        }

        html.Close();
    }

    private static void Button(HtmlWriter html, string action, string text, bool isOff = false)
    {
        html.Open("form", ("method", "post"), ("action", action));
        html.Element("button", text, isOff ? [("class", "button"), ("disabled", "")] : [("class", "button")]);
        html.Close();
    }
}
