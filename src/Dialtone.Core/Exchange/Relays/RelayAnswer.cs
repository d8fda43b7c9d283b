using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>What a relay answered to the request that is out, in either dialect.</summary>
internal sealed record RelayAnswer
{
    /// <summary>Zero for success.</summary>
    public int Code { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>Null without one.</summary>
    public byte[]? Realm { get; init; }

    /// <summary>Null without one.</summary>
    public byte[]? Nonce { get; init; }

    public string Software { get; init; } = "";

    public EndPointAddress? Reflexive { get; init; }

    public EndPointAddress? Relayed { get; init; }

    public TimeSpan? Lifetime { get; init; }

    /// <summary>Whether it is made with the key of the request; true where the request had none.</summary>
    public bool IsProved { get; init; }
}
