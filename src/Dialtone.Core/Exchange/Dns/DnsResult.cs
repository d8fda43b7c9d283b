using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>What one question to the servers brought.</summary>
public sealed record DnsResult
{
    /// <summary>The question.</summary>
    public required DnsQuestion Question { get; init; }

    /// <summary>What became of it.</summary>
    public required DnsStatus Status { get; init; }

    /// <summary>The records of the wanted type, of the name or of what it is an alias of.</summary>
    public ImmutableArray<DnsRecord> Records { get; init; } = [];

    /// <summary>The names that the name is an alias of, in order.</summary>
    public ImmutableArray<DnsName> Aliases { get; init; } = [];

    /// <summary>Of an SRV answer, the addresses in the additional section that belong to its own targets.</summary>
    public ImmutableArray<DnsRecord> TargetAddresses { get; init; } = [];

    /// <summary>How long the answer may be kept; zero where it may not.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>The server whose word this is; <c>null</c> where none gave one.</summary>
    public EndPointAddress? Server { get; init; }

    /// <summary>
    /// Whether that server is one of the zone's own (AA of RFC 1035 section 4.1.1); else it had it from elsewhere.
    /// </summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>Every try, in order.</summary>
    public ImmutableArray<DnsTry> Tries { get; init; } = [];

    /// <summary>From the question to this result; zero from the cache.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether the cache gave it.</summary>
    public bool FromCache { get; init; }

    /// <summary>What is behind the status, for people; may be empty.</summary>
    public string Detail { get; init; } = "";
}
