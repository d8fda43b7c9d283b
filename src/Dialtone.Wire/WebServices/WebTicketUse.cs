namespace Dialtone.Wire.WebServices;

/// <summary>How a service wants a web ticket shown (WS-SecurityPolicy 1.2 section 8).</summary>
public enum WebTicketUse : byte
{
    /// <summary>EndorsingSupportingTokens: with a signature by the ticket's key.</summary>
    Proof,

    /// <summary>SignedSupportingTokens: the ticket alone is enough.</summary>
    Bearer,
}
