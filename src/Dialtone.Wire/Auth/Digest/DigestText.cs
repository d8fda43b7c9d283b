using System.Text;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>Writes <c>name=value</c> pairs with commas between them.</summary>
internal sealed class DigestText(string scheme)
{
    private readonly StringBuilder _text = new(scheme, 256);
    private bool _any;

    public void Quoted(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        Begin(name).Append('"');
        foreach (var c in value)
        {
            RefuseControl(name, c);
            if (c is '"' or '\\')
            {
                _text.Append('\\');
            }

            _text.Append(c);
        }

        _text.Append('"');
    }

    public void Bare(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        Begin(name);
        foreach (var c in value)
        {
            RefuseControl(name, c);
            if (c is ' ' or ',' or '"')
            {
                throw new ArgumentException($"The value of {name} is not a token.", nameof(value));
            }

            _text.Append(c);
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>
    /// The tokens of a qop list; unknown ones are noted, an empty list counts as an absent parameter.
    /// </summary>
    public static DigestQop ReadQop(ReadOnlySpan<char> list)
    {
        var qop = DigestQop.None;
        foreach (var range in list.Split(','))
        {
            var token = list[range].Trim();
            qop |= token switch
            {
                [] => DigestQop.None,
                _ when token.Equals("auth", StringComparison.OrdinalIgnoreCase) => DigestQop.Auth,
                _ when token.Equals("auth-int", StringComparison.OrdinalIgnoreCase) => DigestQop.AuthInt,
                _ => DigestQop.Unknown,
            };
        }

        return qop;
    }

    public static string QopList(DigestQop qop) => (qop & (DigestQop.Auth | DigestQop.AuthInt)) switch
    {
        DigestQop.Auth => "auth",
        DigestQop.AuthInt => "auth-int",
        DigestQop.Auth | DigestQop.AuthInt => "auth,auth-int",
        _ => throw new ArgumentOutOfRangeException(nameof(qop), qop, "Neither auth nor auth-int."),
    };

    private StringBuilder Begin(string name)
    {
        if (_any)
        {
            _text.Append(", ");
        }

        _any = true;
        return _text.Append(name).Append('=');
    }

    // The text itself is not put into the message: it may be anything that was given as a user name.
    private static void RefuseControl(string name, char c)
    {
        if (char.IsControl(c) && c != '\t')
        {
            throw new ArgumentException($"The value of {name} has a control character.", nameof(c));
        }
    }
}
