namespace Dialtone.Wire.Stun;

/// <summary>What a message is (RFC 8489 section 5).</summary>
public enum StunClass : byte
{
    /// <summary>A request.</summary>
    Request,

    /// <summary>An indication, which nobody answers.</summary>
    Indication,

    /// <summary>The answer to a request that succeeded.</summary>
    Success,

    /// <summary>The answer to a request that failed.</summary>
    Error,
}
