namespace Dialtone.Core.Profiles;

/// <summary>Which transports a sign-in may use.</summary>
public enum TransportChoice : byte
{
    /// <summary>TLS, then TCP, then UDP where the profile has it, as the order says.</summary>
    Auto,

    /// <summary>TLS alone.</summary>
    Tls,

    /// <summary>TCP alone.</summary>
    Tcp,

    /// <summary>UDP alone.</summary>
    Udp,
}
