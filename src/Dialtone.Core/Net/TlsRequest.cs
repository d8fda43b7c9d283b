using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Net;

/// <summary>Asks for TLS on a connection.</summary>
/// <param name="ExpectedName">The name asked for: sent as SNI, and what the certificate is judged against.</param>
public sealed record TlsRequest(HostName ExpectedName)
{
    /// <summary>
    /// How long the connection stands before the handshake begins, which costs the server most: zero but for a device
    /// that does not want to come back in the same moment as all others.
    /// </summary>
    public TimeSpan After { get; init; }

    /// <summary>
    /// Roots that the node has learned for this server itself, in DER: trusted besides those of the host, and told
    /// apart from them (<see cref="ChainTrust.Learned"/>).
    /// </summary>
    public ImmutableArray<ReadOnlyMemory<byte>> LearnedRoots { get; init; } = [];
}
