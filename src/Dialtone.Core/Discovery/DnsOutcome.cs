using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Discovery;

/// <summary>What one DNS question brought, with the evidence.</summary>
public sealed record DnsOutcome
{
    /// <summary>The outcome of a question that was not put.</summary>
    public static DnsOutcome NotAsked { get; } = new();

    /// <summary>What became of the question.</summary>
    public DnsStatus Status { get; init; }

    /// <summary>The name asked for.</summary>
    public HostName Name { get; init; }

    /// <summary>SRV records, as they came; empty for other questions.</summary>
    public ImmutableArray<SrvTarget> Targets { get; init; } = [];

    /// <summary>Addresses, in the order in which they are to be tried; empty for other questions.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    /// <summary>NAPTR records, as they came; empty for other questions.</summary>
    public ImmutableArray<DnsData.Naptr> Rules { get; init; } = [];

    /// <summary>
    /// The names that <see cref="Name"/> is an alias of, in the order of the CNAME records; empty where it is none.
    /// </summary>
    public ImmutableArray<DnsName> Aliases { get; init; } = [];

    /// <summary>
    /// What is behind the status, for people: the circle of aliases, a target that is no host; may be empty.
    /// </summary>
    public string Detail { get; init; } = "";

    /// <summary>The server whose word this is; <c>null</c> where none answered or the cache did.</summary>
    public EndPointAddress? Server { get; init; }

    /// <summary>How long the answer may be kept, as it came; zero where it may not or nothing answered.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>Whether the answer came from this device's own cache.</summary>
    public bool FromCache { get; init; }

    /// <summary>Every try, in order: which server said what.</summary>
    public ImmutableArray<DnsTry> Tries { get; init; } = [];

    /// <summary>From the question to this outcome.</summary>
    public TimeSpan Took { get; init; }
}
