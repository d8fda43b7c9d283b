namespace Dialtone.Wire.Provisioning;

/// <summary>Which transports and proofs a phone may sign in with: <c>ucEnableSIPSecurityMode</c>.</summary>
public enum SipSecurityMode : byte
{
    /// <summary>Any.</summary>
    Low,

    /// <summary>TLS, or a strong proof.</summary>
    Medium,

    /// <summary>TLS and a strong proof.</summary>
    High,
}
