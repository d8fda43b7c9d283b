namespace Dialtone.Reports;

/// <summary>The pieces of memory.</summary>
public enum RememberedKind
{
    /// <summary>The user's own Registrar, as his side named it (S5).</summary>
    Primary,

    /// <summary>The user's backup Registrar.</summary>
    Backup,

    /// <summary>The Registrar with which a cycle begins where no home is known (S6).</summary>
    KnownRegistrar,

    /// <summary>Further Registrars that registration succeeded with.</summary>
    EarlierRegistrars,

    /// <summary>The addresses of the last Registrar (S8).</summary>
    RegistrarAddresses,

    /// <summary>Media Relays and their addresses (S11).</summary>
    MediaRelays,
}
