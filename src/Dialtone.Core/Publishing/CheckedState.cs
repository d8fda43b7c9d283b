namespace Dialtone.Core.Publishing;

/// <summary>What one DNS server has of a record.</summary>
public enum CheckedState : byte
{
    /// <summary>It is there, and leads to an address.</summary>
    There,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It names another host than was expected.</summary>
    OtherTarget,

    /// <summary>It names a host that has no address.</summary>
    NoAddress,

    /// <summary>It names a host that devices of this kind do not believe (strict DNS naming).</summary>
    OutsideDomain,

    /// <summary>It says that there is no such service (target "." of RFC 2782).</summary>
    ServiceOff,

    /// <summary>The server did not answer the question.</summary>
    Unanswered,
}
