namespace Dialtone.Wire.Presence;

/// <summary>How the subscription to one user of a list stands (RFC 4662 section 5.3).</summary>
public enum RlmiState : byte
{
    /// <summary>It stands.</summary>
    Active,

    /// <summary>It waits for somebody's consent.</summary>
    Pending,

    /// <summary>It is over.</summary>
    Terminated,

    /// <summary>The user is to be subscribed to elsewhere (MS-PRES).</summary>
    Resubscribe,
}
