namespace Dialtone.Wire.Auth.Digest;

/// <summary>Qualities of protection (RFC 7616 section 3.3); a challenge may offer several.</summary>
[Flags]
public enum DigestQop : byte
{
    /// <summary>The parameter is absent: the legacy computation of RFC 2069, kept by RFC 3261 section 22.4.</summary>
    None = 0,

    /// <summary><c>auth</c>: the method and the URI are covered.</summary>
    Auth = 1,

    /// <summary><c>auth-int</c>: the body too.</summary>
    AuthInt = 2,

    /// <summary>A token that is neither was offered.</summary>
    Unknown = 4,
}
