using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Dialtone.Core.Trace;

/// <summary>
/// Takes secrets out of the values of header fields, of SIP and HTTP alike. Of challenges and proofs only what is known
/// to be harmless is kept, so that a parameter nobody thought of is no leak.
/// </summary>
internal static class HeaderRedaction
{
    private static readonly FrozenSet<string> Proofs = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info",
        "Proxy-Authentication-Info");

    // A field with one of these in its name is taken out whole: Set-Cookie, X-MS-WebTicket.
    private static readonly SearchValues<string> SecretNames = SearchValues.Create(
        ["cookie", "ticket", "token", "password", "secret", "authoriz"], StringComparison.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Schemes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Basic", "Bearer", "Digest", "Kerberos", "Negotiate", "NTLM", "TLS-DSK");

    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "realm", "targetname", "opaque", "nonce", "cnonce", "nc", "username", "uri", "domain", "qop", "algorithm",
        "stale", "version", "crand", "cnum", "srand", "snum", "charset", "userhash");

    /// <summary>The value without secrets; <c>null</c> where there are none in it.</summary>
    public static string? Of(string name, string value)
    {
        var redacted = Proofs.Contains(name) ? OfProof(value)
            : name.AsSpan().ContainsAny(SecretNames) ? Whole(value)
            : value;
        return redacted == value ? null : redacted;
    }

    /// <summary>A value of which nothing is kept.</summary>
    public static string Whole(string value) => value.Length == 0 ? "" : Redacted.Text(value.Length);

    /// <summary>
    /// A list of schemes and parameters. It is gone through without asking whether it is well formed: what is not a
    /// scheme or a parameter with a name that is known is taken out.
    /// </summary>
    private static string OfProof(string value)
    {
        var kept = new StringBuilder(value.Length);
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var word = WordLength(rest);
            var after = rest[word..].TrimStart();
            if (word == 0 && (rest[0] == ',' || char.IsWhiteSpace(rest[0])))
            {
                _ = kept.Append(rest[0]);
                rest = rest[1..];
            }
            else if (after is ['=', not '=', ..] && word > 0)
            {
                var whole = rest.Length - after.Length + 1;
                var length = ValueLength(rest[whole..]);
                var text = rest.Slice(whole, length);
                var hidden = text.Trim().Trim('"').Length;
                var isKept = hidden == 0 || Harmless.Contains(rest[..word].ToString());
                _ = kept.Append(rest[..whole]).Append(isKept ? text : $"\"{Redacted.Text(hidden)}\"");
                rest = rest[(whole + length)..];
            }
            else if (Schemes.Contains(rest[..word].ToString()))
            {
                _ = kept.Append(rest[..word]);
                rest = rest[word..];
            }
            else
            {
                // The token of a scheme, or nonsense, up to the next comma.
                var length = rest.IndexOf(',') is >= 0 and var comma ? comma : rest.Length;
                if (kept is [.., ' '])
                {
                    // Behind a space, Wireshark would take it for the token and decode it.
                    kept[^1] = '\t';
                }

                _ = kept.Append(Redacted.Text(length));
                rest = rest[length..];
            }
        }

        return kept.ToString();
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_'))
        {
            length++;
        }

        return length;
    }

    /// <summary>The length of a value with the space before it and its quotes; one without an end takes all.</summary>
    private static int ValueLength(ReadOnlySpan<char> text)
    {
        var at = text.Length - text.TrimStart().Length;
        if (at == text.Length || text[at] != '"')
        {
            return text.IndexOf(',') is >= 0 and var comma ? comma : text.Length;
        }

        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '"')
            {
                return at + 1;
            }
        }

        return text.Length;
    }
}
