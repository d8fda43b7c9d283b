namespace Dialtone.Core.Profiles;

/// <summary>In which order the addresses of one name are tried.</summary>
public enum AddressOrder : byte
{
    /// <summary>As the DNS server gave them.</summary>
    AsAnswered,

    /// <summary>
    /// By chance, so that a pool's Front End Servers share the load even where a DNS server does not rotate its
    /// answers; one family stays before the other.
    /// </summary>
    RandomWithinFamily,
}
