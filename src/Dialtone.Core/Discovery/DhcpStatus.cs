namespace Dialtone.Core.Discovery;

/// <summary>What became of the DHCPINFORM.</summary>
public enum DhcpStatus : byte
{
    /// <summary>Not asked: never shown as "no".</summary>
    NotAsked,

    /// <summary>An answer named a Registrar, or gave its address where that serves.</summary>
    Answered,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>Answers came, none with a Registrar's name in option 120.</summary>
    NoOption,

    /// <summary>Option 120 came in a form that cannot be read.</summary>
    Malformed,

    /// <summary>This process may not open the client port.</summary>
    NotPermitted,

    /// <summary>The client port or the interface is not to be had, or nothing could be sent.</summary>
    Unavailable,
}
