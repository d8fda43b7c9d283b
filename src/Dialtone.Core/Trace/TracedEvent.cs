namespace Dialtone.Core.Trace;

/// <summary>What became of a connection.</summary>
public enum TracedEvent : byte
{
    /// <summary>Nothing: it is a message.</summary>
    None,

    /// <summary>The device began to connect.</summary>
    Connecting,

    /// <summary>The connection stands.</summary>
    Connected,

    /// <summary>The TLS handshake is done; the certificate has not been judged yet.</summary>
    Secured,

    /// <summary>It ended, or never came to be, as <see cref="TracedMessage.Why"/> says.</summary>
    Ended,

    /// <summary>The device closed it.</summary>
    Closed,

    /// <summary>The device gave it up, and took back what had not arrived.</summary>
    Aborted,
}
