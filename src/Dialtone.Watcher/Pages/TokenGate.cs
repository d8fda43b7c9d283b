using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// Knows who holds the token: by <c>Authorization: Bearer</c> (RFC 6750 section 2.1), or by the cookie that signing in
/// sets. The cookie says until when it holds and has a seal of the token over that, so that nothing needs to be kept
/// and another token ends it.
/// </summary>
internal sealed class TokenGate(PageParts parts)
{
    private const string Cookie = "dialtone-watch";
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    /// <summary>What whoever asks may do.</summary>
    public TokenStanding StandingOf(HttpContext context)
    {
        if (parts.Token() is not { Length: > 0 } token)
        {
            return TokenStanding.ReadOnly;
        }

        return HasBearer(context.Request, token) || HasCookie(context.Request, token)
            ? TokenStanding.Holder : TokenStanding.Stranger;
    }

    /// <summary>
    /// Whether a request that changes something is meant so: a browser sends its cookie with what another site made it
    /// send too, and says where it comes from.
    /// </summary>
    public bool IsMeant(HttpContext context)
    {
        var request = context.Request;
        if (parts.Token() is { Length: > 0 } token && HasBearer(request, token))
        {
            return true;
        }

        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } from)
        {
            return from == "same-origin";
        }

        // A browser that speaks to an address without TLS says the origin alone.
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && (origin.Authority == request.Host.Value
                || origin.Authority == parts.Configuration().PublicAddress?.Authority);
    }

    /// <summary>Whether that is the token.</summary>
    public bool IsToken(string said) => parts.Token() is { Length: > 0 } token && AreSame(said, token);

    /// <summary>Sets the cookie.</summary>
    public void SignIn(HttpContext context)
    {
        var until = (parts.Time.GetUtcNow() + Lasts).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(Cookie, $"{until}.{Seal(until, parts.Token()!)}", OptionsFor(context));
    }

    /// <summary>Takes the cookie back.</summary>
    public void SignOut(HttpContext context) => context.Response.Cookies.Delete(Cookie, OptionsFor(context));

    private CookieOptions OptionsFor(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || parts.Configuration().PublicAddress?.Scheme == Uri.UriSchemeHttps,
        Path = "/",
        MaxAge = Lasts,
    };

    private bool HasCookie(HttpRequest request, string token) =>
        request.Cookies[Cookie]?.Split('.') is [var until, var seal]
        && AreSame(seal, Seal(until, token))
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > parts.Time.GetUtcNow().ToUnixTimeSeconds();

    private static bool HasBearer(HttpRequest request, string token) =>
        request.Headers.Authorization.ToString() is var said
        && said.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && AreSame(said[Scheme.Length..], token);

    private static string Seal(string until, string token) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes("dialtone-watch " + until)));

    // Digests are of one length, so that not even the token's own shows in the time.
    private static bool AreSame(string said, string meant) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(said)), SHA256.HashData(Encoding.UTF8.GetBytes(meant)));
}
