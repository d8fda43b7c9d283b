namespace Dialtone.Core.Memory;

/// <summary>
/// The most that is stored. What a network offers beyond it is not kept; what a file holds beyond it is a fault.
/// </summary>
public static class MemoryLimits
{
    /// <summary>Bytes of the whole: far above what the counts below come to.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>Registrars kept, most recent first.</summary>
    public const int KnownRegistrarsMax = 16;

    /// <summary>Registrars of a home kept: a primary, its backup, and room for more of either.</summary>
    public const int HomeMax = 8;

    /// <summary>Addresses kept of one name; a pool has at most twenty Front End Servers.</summary>
    public const int AddressesMax = 64;

    /// <summary>Media Relays kept.</summary>
    public const int MediaRelaysMax = 32;

    /// <summary>Characters of the account or the profile.</summary>
    public const int NameLengthMax = 512;
}
