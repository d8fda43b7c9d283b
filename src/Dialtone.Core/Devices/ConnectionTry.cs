using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>One address of a candidate on its way to a connection that may carry SIP.</summary>
internal sealed class ConnectionTry(
    FlowId channel, EndPointAddress remote, Instant began, Instant deadline, TimeSpan tlsAfter)
{
    /// <summary>The connection, or over UDP the socket.</summary>
    public FlowId Channel => channel;

    /// <summary>The address and port.</summary>
    public EndPointAddress Remote => remote;

    /// <summary>This device's own end, once it stands.</summary>
    public EndPointAddress Local { get; private set; }

    /// <summary>How long the connection stands before the TLS handshake begins.</summary>
    public TimeSpan TlsAfter => tlsAfter;

    /// <summary>When the step under way began: the connection, then the TLS handshake.</summary>
    public Instant Began { get; private set; } = began;

    /// <summary>When the step under way must be done.</summary>
    public Instant Deadline { get; private set; } = deadline;

    /// <summary>Whether it is connected, and the TLS handshake is under way.</summary>
    public bool IsSecuring { get; private set; }

    public TimeSpan Took(Now now) => now.Monotonic - Began;

    public void Connected(EndPointAddress local) => Local = local;

    public void Secure(Now now, TimeSpan limit) =>
        (IsSecuring, Began, Deadline) = (true, now.Monotonic + tlsAfter, now.Monotonic + tlsAfter + limit);
}
