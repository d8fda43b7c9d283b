namespace Dialtone.Wire.Mras;

/// <summary>
/// What a peer may choose in a request to the Media Relay Authentication Service or its answer, and how much of it is
/// accepted, beside what limits any body (<see cref="Xml.XmlLimits"/>).
/// </summary>
public static class MrasLimits
{
    /// <summary>The most requests for credentials in one request (MS-AVEDGEA section 2.2).</summary>
    public const int RequestsMax = 100;

    /// <summary>The most characters of an identifier (MS-AVEDGEA section 2.2).</summary>
    public const int IdentifierLengthMax = 64;

    /// <summary>The most characters of an identity: more than any URI of a user has.</summary>
    public const int IdentityLengthMax = 65_536;

    /// <summary>The most characters of a URI, a version, a reason, a realm or another short text.</summary>
    public const int TextLengthMax = 1024;

    /// <summary>The most Media Relays of one answer.</summary>
    public const int RelaysMax = 64;

    /// <summary>The most bytes of a user name or a password; the known kinds have 20 to 56.</summary>
    public const int CredentialBytesMax = 512;

    /// <summary>The longest life of credentials, in minutes: a year. Servers give eight hours.</summary>
    public const int MinutesMax = 525_600;
}
