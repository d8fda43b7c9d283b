namespace Dialtone.Core.SignIn;

/// <summary>Whether a server's certificate may be trusted for the name asked for, and if not, why.</summary>
public enum CertificateVerdict : byte
{
    /// <summary>It may.</summary>
    Good,

    /// <summary>It is not made out to the name asked for.</summary>
    NameMismatch,

    /// <summary>Its time is over, by this device's clock.</summary>
    Expired,

    /// <summary>Its time has not come, by this device's clock: often the clock is wrong.</summary>
    NotYetValid,

    /// <summary>It does not lead to a root that this device trusts.</summary>
    Untrusted,

    /// <summary>It is not meant for servers.</summary>
    WrongUse,

    /// <summary>Its key is too short to be believed.</summary>
    WeakKey,
}
