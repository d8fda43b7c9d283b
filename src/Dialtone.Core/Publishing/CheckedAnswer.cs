using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Publishing;

/// <summary>What one DNS server said of one record.</summary>
public sealed record CheckedAnswer
{
    /// <summary>The server.</summary>
    public required EndPointAddress Server { get; init; }

    /// <summary>What that comes to.</summary>
    public required CheckedState State { get; init; }

    /// <summary>What became of the question.</summary>
    public DnsStatus Status { get; init; }

    /// <summary>The records, in an order of their own, so that answers compare.</summary>
    public ImmutableArray<DnsData> Records { get; init; } = [];

    /// <summary>The host that is wrong: outside the domain, without an address, or another one.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whether the server is one of the zone's own; else it had it from elsewhere.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>How long the answer may be kept.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>What is behind the status, for people; may be empty.</summary>
    public string Detail { get; init; } = "";
}
