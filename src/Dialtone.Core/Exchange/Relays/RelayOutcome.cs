using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>What a check of one relay at one address came to, with its evidence.</summary>
public sealed record RelayOutcome
{
    /// <summary>The most bytes of an unreadable answer that are kept.</summary>
    public const int BytesMax = 64;

    /// <summary>What was checked.</summary>
    public required RelayTarget Target { get; init; }

    /// <summary>What it came to.</summary>
    public required RelayStatus Status { get; init; }

    /// <summary>The last step that was begun.</summary>
    public required RelayStep Step { get; init; }

    /// <summary>Whether the relay may be used as far as it was looked.</summary>
    public bool IsGood => Status is RelayStatus.Reachable or RelayStatus.Allocated;

    /// <summary>From the first Allocate to its answer; null without one.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>How long the connection took; null over UDP and where it did not come about.</summary>
    public TimeSpan? ConnectTook { get; init; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>How many requests were sent, repeated ones too.</summary>
    public int Sent { get; init; }

    /// <summary>The code of the last error that the relay answered; null without one.</summary>
    public int? Code { get; init; }

    /// <summary>The reason that came with the code; empty without one.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The realm that the relay named; empty where it named none.</summary>
    public string Realm { get; init; } = "";

    /// <summary>What the relay says it is (SOFTWARE); empty where it does not say.</summary>
    public string Software { get; init; } = "";

    /// <summary>The address of this machine as the relay sees it.</summary>
    public EndPointAddress? Reflexive { get; init; }

    /// <summary>The address that the relay gave.</summary>
    public EndPointAddress? Relayed { get; init; }

    /// <summary>For how long it was given.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Whether the relay confirmed that it was given back.</summary>
    public bool IsFreed { get; init; }

    /// <summary>The first bytes of an answer that could not be read, at most <see cref="BytesMax"/>.</summary>
    public ImmutableArray<byte> Unreadable { get; init; } = [];

    /// <summary>What happened, for people; empty where all is well.</summary>
    public string Detail { get; init; } = "";
}
