namespace Dialtone.Core.Discovery;

/// <summary>
/// What became of the INFORMATION-REQUEST. Each needs another remedy, so none is folded into another.
/// </summary>
public enum Dhcp6Status : byte
{
    /// <summary>Not asked: never shown as "no".</summary>
    NotAsked,

    /// <summary>An answer named SIP servers, by name or by address.</summary>
    Answered,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>Answers came, none with option 21 or 22.</summary>
    NoOption,

    /// <summary>An answer, or option 21 or 22 in it, came in a form that cannot be read.</summary>
    Malformed,

    /// <summary>Servers answered that they would not, by a status code other than Success.</summary>
    Refused,

    /// <summary>This process may not open the client port.</summary>
    NotPermitted,

    /// <summary>The interface has no IPv6 address at all.</summary>
    NoIpv6,

    /// <summary>
    /// The interface has IPv6 addresses, but none of its link, which a question to all must come from.
    /// </summary>
    NoLinkLocalAddress,

    /// <summary>The client port or the interface is not to be had, or nothing could be sent.</summary>
    Unavailable,
}
