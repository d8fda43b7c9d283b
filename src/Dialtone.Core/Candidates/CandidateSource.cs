namespace Dialtone.Core.Candidates;

/// <summary>Where a candidate came from.</summary>
public enum CandidateSource : byte
{
    /// <summary>Internal DNS SRV.</summary>
    InternalSrv,

    /// <summary>DHCP option 120.</summary>
    Dhcp,

    /// <summary>External DNS SRV.</summary>
    ExternalSrv,

    /// <summary>A Registrar that registration succeeded with before.</summary>
    Known,

    /// <summary>Memory, with its remembered addresses.</summary>
    Memory,

    /// <summary>Given by the person at the keyboard.</summary>
    Target,

    /// <summary>A 3xx answer to REGISTER.</summary>
    Redirect,

    /// <summary>DNS of the SIP domain, as RFC 3263 has it.</summary>
    Dns,

    /// <summary>DHCPv6 options 21 and 22.</summary>
    Dhcp6,

    /// <summary>Lyncdiscover.</summary>
    Lyncdiscover,

    /// <summary>A name below the SIP domain that clients of Lync try last: <c>sipinternal</c>.</summary>
    UsualName,
}
