namespace Dialtone.Lab.Nodes;

/// <summary>What a Media Relay saw.</summary>
public sealed class MediaRelayObservations
{
    /// <summary>Messages that could be read.</summary>
    public long Requests { get; internal set; }

    /// <summary>Challenges sent (401).</summary>
    public long Challenges { get; internal set; }

    /// <summary>Requests with credentials that were not right.</summary>
    public long WrongCredentials { get; internal set; }

    /// <summary>Nonces that came back too old or unknown.</summary>
    public long StaleNonces { get; internal set; }

    /// <summary>Allocations made.</summary>
    public long Allocated { get; internal set; }

    /// <summary>Allocations that their clients ended.</summary>
    public long Freed { get; internal set; }

    /// <summary>Allocations whose time ran out.</summary>
    public long Expired { get; internal set; }

    /// <summary>Allocations that are there now.</summary>
    public int Allocations { get; internal set; }

    /// <summary>
    /// Allocations that were not made, for <see cref="MediaRelaySettings.AllocationsMax"/> or
    /// <see cref="MediaRelaySettings.AllocationsPerUserMax"/>.
    /// </summary>
    public long AllocationsOverLimit { get; internal set; }

    /// <summary>What could not be read.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Connections accepted.</summary>
    public long Connections { get; internal set; }

    /// <summary>Connections that came when there were <see cref="MediaRelaySettings.ConnectionsMax"/>.</summary>
    public long ConnectionsOverLimit { get; internal set; }

    /// <summary>
    /// Connections that were closed because they had no allocation in <see cref="MediaRelaySettings.NewcomerTimeMax"/>.
    /// </summary>
    public long NewcomersClosed { get; internal set; }

    /// <summary>Connections that the host did not bring: the host was at a limit.</summary>
    public long NotAccepted { get; internal set; }
}
