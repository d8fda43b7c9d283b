namespace Dialtone.Core.SignIn;

/// <summary>What a user is proved by.</summary>
public enum CredentialKind : byte
{
    /// <summary>A password: serves every scheme.</summary>
    Password,

    /// <summary>A stored HA1 of one realm: serves Digest alone.</summary>
    Ha1,

    /// <summary>The PIN of a phone number or an extension: serves to get a certificate, and that TLS-DSK.</summary>
    Pin,

    /// <summary>The ticket cache of whoever runs this process: serves Kerberos, and to get a certificate.</summary>
    TicketCache,
}
