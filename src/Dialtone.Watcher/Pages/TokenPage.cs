using Dialtone.Reports.Html;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>Signing in with the token, and what may be done then.</summary>
internal sealed class TokenPage(PageParts parts, TokenGate gate)
{
    // A form with a token in it is no longer.
    private const int FormMax = 4096;

    private readonly TokenAttempts _attempts = new(parts.Time);

    /// <summary>Sends the form.</summary>
    public Task SendFormAsync(HttpContext context) => gate.StandingOf(context) == TokenStanding.ReadOnly
        ? SendReadOnlyAsync(context)
        : SendFormAsync(context, StatusCodes.Status200OK, "");

    /// <summary>Takes the form.</summary>
    public async Task SignInAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (gate.StandingOf(context) == TokenStanding.ReadOnly)
        {
            await SendReadOnlyAsync(context).ConfigureAwait(false);
        }
        else if (!gate.IsMeant(context))
        {
            await SendForeignAsync(context).ConfigureAwait(false);
        }
        else if (!_attempts.MayTry(address))
        {
            context.Response.Headers.RetryAfter = "60";
            await SendFormAsync(
                context, StatusCodes.Status429TooManyRequests, "That was wrong too often. Wait a minute.")
                .ConfigureAwait(false);
        }
        else if (gate.IsToken(await TokenOfAsync(context).ConfigureAwait(false)))
        {
            gate.SignIn(context);
            Redirect(context, "/");
        }
        else
        {
            _attempts.CountWrong(address);
            await SendFormAsync(context, StatusCodes.Status401Unauthorized, "That is not the token.")
                .ConfigureAwait(false);
        }
    }

    /// <summary>Forgets who signed in.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        if (!gate.IsMeant(context))
        {
            await SendForeignAsync(context).ConfigureAwait(false);
            return;
        }

        gate.SignOut(context);
        Redirect(context, "/");
    }

    /// <summary>Does something with the check that is named, for whoever may.</summary>
    public async Task ActAsync(HttpContext context, Func<string, bool> act)
    {
        var standing = gate.StandingOf(context);
        if (standing == TokenStanding.ReadOnly || !PageNames.TryFind(context, parts.Board, out var view))
        {
            await SendReadOnlyAsync(context).ConfigureAwait(false);
        }
        else if (!_attempts.MayTry(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = "60";
            await SendNoticeAsync(
                context, StatusCodes.Status429TooManyRequests, "Wait a minute", "The token was wrong too often.")
                .ConfigureAwait(false);
        }
        else if (standing != TokenStanding.Holder)
        {
            _attempts.CountWrong(context.Connection.RemoteIpAddress);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await SendFormAsync(context, StatusCodes.Status401Unauthorized, "Only who has the token may do that.")
                .ConfigureAwait(false);
        }
        else if (!gate.IsMeant(context))
        {
            await SendForeignAsync(context).ConfigureAwait(false);
        }
        else if (act(view.Check.Name))
        {
            Redirect(context, PageLinks.Check(view.Check.Name));
        }
        else
        {
            await SendNoticeAsync(
                context, StatusCodes.Status409Conflict, "Not now",
                "This watcher does not run the check now, or runs it already.").ConfigureAwait(false);
        }
    }

    private static async Task<string> TokenOfAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is not (>= 0 and <= FormMax))
        {
            return "";
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        return form["token"].ToString().Trim();
    }

    private static void Redirect(HttpContext context, string link)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = link;
        context.Response.Headers.CacheControl = "no-store";
    }

    private Task SendReadOnlyAsync(HttpContext context) => SendNoticeAsync(
        context, StatusCodes.Status404NotFound, "There is nothing here",
        "These pages are read only, or the configuration has no check of this name.");

    private Task SendForeignAsync(HttpContext context) => SendNoticeAsync(
        context, StatusCodes.Status403Forbidden, "Not from here", "The request comes from another site.");

    private Task SendNoticeAsync(HttpContext context, int status, string title, string text) => PageResponse.SendAsync(
        context, status, html => PageShell.WriteNotice(html, parts, title, text));

    private Task SendFormAsync(HttpContext context, int status, string fault) => PageResponse.SendAsync(
        context, status, html => PageShell.Write(html, parts, new("Sign in: Dialtone Watch"), body =>
        {
            body.Open("div", ("class", "verdict"));
            body.Element("h1", "Sign in");
            body.Element("p", "Whoever has the token may run checks now and pause them.", ("class", "lead"));
            body.Close();
            if (gate.StandingOf(context) == TokenStanding.Holder)
            {
                WriteSignOut(body);
            }
            else
            {
                WriteForm(body, fault);
            }
        }));

    private static void WriteForm(HtmlWriter html, string fault)
    {
        html.Open("form", ("method", "post"), ("action", "/token"), ("class", "sign-in"));
        html.Element("p", fault, ("id", "fault"), ("class", "fault"), ("role", "alert"));
        html.Element("label", "Token", ("for", "token"));

        // What keeps passwords asks for a name beside each.
        html.Empty(
            "input", ("type", "text"), ("name", "name"), ("value", "watch"), ("autocomplete", "username"),
            ("hidden", ""));
        ReadOnlySpan<(string, string)> field =
        [
            ("type", "password"), ("id", "token"), ("name", "token"), ("autocomplete", "current-password"),
            ("required", ""), ("maxlength", "1000"), ("aria-describedby", "fault"),
        ];
        html.Empty("input", fault.Length > 0 ? [.. field, ("aria-invalid", "true")] : field);
        html.Element("button", "Sign in", ("class", "button"));
        html.Close();
    }

    private static void WriteSignOut(HtmlWriter html)
    {
        html.Element("p", "You are signed in.");
        html.Open("form", ("method", "post"), ("action", "/token/end"), ("class", "sign-in"));
        html.Element("button", "Sign out", ("class", "button"));
        html.Close();
    }
}
