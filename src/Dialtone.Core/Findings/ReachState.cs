namespace Dialtone.Core.Findings;

/// <summary>How a try to reach an address ended, as far as another remedy follows from it.</summary>
internal enum ReachState : byte
{
    /// <summary>It answered: a handshake of TLS, or the connection alone where there is none.</summary>
    Reached,

    /// <summary>Nobody listens there.</summary>
    Refused,

    /// <summary>Nothing came back.</summary>
    Silent,

    /// <summary>The connection was reset before an answer.</summary>
    Reset,

    /// <summary>The connection was closed before an answer.</summary>
    Closed,

    /// <summary>The connection was closed on the first message of TLS.</summary>
    ClosedInTls,

    /// <summary>There is no way there.</summary>
    Unreachable,

    /// <summary>This machine does not allow it.</summary>
    NotPermitted,

    /// <summary>This machine has nothing to connect from.</summary>
    NoLocalAddress,

    /// <summary>The handshake of TLS failed in another way, of which other rules tell.</summary>
    Other,
}
