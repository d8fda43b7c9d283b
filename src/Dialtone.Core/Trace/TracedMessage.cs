using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Trace;

/// <summary>
/// A message that a device sent or received, or what became of a connection. Passwords, PINs, tickets, keys and proofs
/// were taken out of it before it was kept.
/// </summary>
public sealed record TracedMessage
{
    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>What it is of.</summary>
    public required TracedProtocol Protocol { get; init; }

    /// <summary>Whether the device sent it; else it received it.</summary>
    public required bool IsSent { get; init; }

    /// <summary>Whether it was inside TLS.</summary>
    public bool IsSecured { get; init; }

    /// <summary>Whether it went over a stream (TCP); else as a datagram (UDP).</summary>
    public bool IsStream { get; init; }

    /// <summary>What became of a connection; <see cref="TracedEvent.None"/> for a message.</summary>
    public TracedEvent Event { get; init; }

    /// <summary>Why it ended, where <see cref="Event"/> says so.</summary>
    public ChannelEnd? Why { get; init; }

    /// <summary>The device's own address; port 0 where that is not known.</summary>
    public required EndPointAddress Local { get; init; }

    /// <summary>The other side.</summary>
    public required EndPointAddress Remote { get; init; }

    /// <summary>Which connection or socket: in one trace the same number is the same one.</summary>
    public long Flow { get; init; }

    /// <summary>
    /// What it is in a few words, as on the arrow of a ladder: <c>REGISTER</c>, <c>401 Unauthorized</c>, <c>SRV
    /// _sipinternaltls._tcp.contoso.example</c>.
    /// </summary>
    public required string Title { get; init; }

    /// <summary>
    /// Its bytes, without secrets; of HTTP in the form of version 1.1, over TCP without the length that stands before
    /// it. Empty for a connection, and where they could not be read and so might hold a secret.
    /// </summary>
    public ImmutableArray<byte> Bytes { get; init; } = [];
}
