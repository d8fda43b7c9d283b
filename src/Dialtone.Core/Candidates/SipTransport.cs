namespace Dialtone.Core.Candidates;

/// <summary>How SIP travels to a candidate.</summary>
public enum SipTransport : byte
{
    /// <summary>TLS over TCP.</summary>
    Tls,

    /// <summary>Plain TCP.</summary>
    Tcp,
}
