using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Nodes;

/// <summary>A question that a <see cref="DnsServer"/> saw.</summary>
/// <param name="At">When.</param>
/// <param name="From">Who asked, and from which port.</param>
/// <param name="OverTcp">Whether on a connection.</param>
/// <param name="Bytes">The query as it came.</param>
public sealed record DnsQuerySeen(Instant At, EndPointAddress From, bool OverTcp, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The query; <c>null</c> where it cannot be read.</summary>
    public DnsMessage? Query => DnsMessage.TryRead(Bytes.Span, out var query, out _) ? query : null;
}
