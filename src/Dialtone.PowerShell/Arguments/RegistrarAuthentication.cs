namespace Dialtone.PowerShell.Arguments;

/// <summary>How a user proves to be one, by the names of Test-CsRegistration.</summary>
public enum RegistrarAuthentication
{
    /// <summary>As a trusted server: on a server of the deployment alone, so not here.</summary>
    TrustedServer,

    /// <summary>By Kerberos, or else NTLM.</summary>
    Negotiate,

    /// <summary>By a certificate of the user (TLS-DSK).</summary>
    ClientCertificate,

    /// <summary>By Live ID: of servers that are no more, so not here.</summary>
    LiveID,
}
