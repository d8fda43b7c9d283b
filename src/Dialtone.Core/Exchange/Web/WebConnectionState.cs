namespace Dialtone.Core.Exchange.Web;

/// <summary>How a connection to a web server stands.</summary>
internal enum WebConnectionState : byte
{
    /// <summary>Its name is asked for.</summary>
    Resolving,

    /// <summary>An address is connected to.</summary>
    Connecting,

    /// <summary>The TLS handshake is under way.</summary>
    Securing,

    /// <summary>It may be used.</summary>
    Ready,

    /// <summary>No address is left.</summary>
    Failed,
}
