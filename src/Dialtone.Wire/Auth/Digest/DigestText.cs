namespace Dialtone.Wire.Auth.Digest;

/// <summary>The values of Digest parameters that are lists.</summary>
internal static class DigestText
{
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
}
