using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.SignIn;

/// <summary>A user's address of record: <c>sip:alice@contoso.example</c>.</summary>
public sealed record AddressOfRecord
{
    /// <summary>The longest user part that is taken.</summary>
    public const int UserLengthMax = 128;

    private AddressOfRecord(string user, HostName domain, bool requiresTls)
    {
        User = user;
        Domain = domain;
        RequiresTls = requiresTls;
        Uri = $"sip:{User}@{Domain}";
    }

    /// <summary>The user part, as it was given.</summary>
    public string User { get; }

    /// <summary>The SIP domain, below which SRV records are looked for.</summary>
    public HostName Domain { get; }

    /// <summary>
    /// Whether it was given as <c>sips:</c>: then no other transport than TLS is used. The binding is the same as that
    /// of the <c>sip:</c> form (RFC 5630), which is what goes out.
    /// </summary>
    public bool RequiresTls { get; }

    /// <summary>The URI.</summary>
    public string Uri { get; }

    /// <summary>
    /// The URI without its scheme: <c>alice@contoso.example</c>, the subject of the user's certificate.
    /// </summary>
    public string Address => Uri["sip:".Length..];

    /// <summary>
    /// Reads <c>sip:alice@contoso.example</c>, <c>sips:alice@contoso.example</c> or <c>alice@contoso.example</c>.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AddressOfRecord? address)
    {
        address = null;
        if (text is null)
        {
            return false;
        }

        var secure = text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        var rest = secure ? text[5..] : text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at is <= 0 or > UserLengthMax || !UserIsPlain(rest.AsSpan(0, at))
            || !HostName.TryParse(rest[(at + 1)..], out var domain)
            || !domain.Text.Contains('.', StringComparison.Ordinal))
        {
            return false;
        }

        address = new AddressOfRecord(rest[..at], domain, secure);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Uri;

    // RFC 3261 section 25.1: unreserved and user-unreserved, without escapes: an address of record has none.
    private static bool UserIsPlain(ReadOnlySpan<char> user)
    {
        foreach (var c in user)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"-_.!~*'()&=+$,;?/".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
