namespace Dialtone.Lab.World;

/// <summary>
/// How well the links of a world carry what is sent. It may change while the world runs; what is already on its way
/// keeps the time it was given. Rates are per mille.
/// </summary>
public sealed record Weather
{
    /// <summary>Links that lose nothing and take one millisecond, no more and no less.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>The shortest way from host to host.</summary>
    public TimeSpan LatencyMin { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest. Datagrams overtake each other where it is longer than the shortest.</summary>
    public TimeSpan LatencyMax { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Datagrams that are lost.</summary>
    public uint DatagramLoss { get; init; }

    /// <summary>Datagrams that arrive twice.</summary>
    public uint DatagramDuplicate { get; init; }

    /// <summary>Writes that arrive in several pieces, a few of them byte by byte.</summary>
    public uint StreamSplit { get; init; }

    /// <summary>Writes that are held back, up to 200 ms, so that later ones arrive together with them.</summary>
    public uint StreamHold { get; init; }

    /// <summary>Writes on which the connection is reset, for both ends.</summary>
    public uint StreamReset { get; init; }

    /// <summary>Saves that fail (a full disk).</summary>
    public uint SaveFailure { get; init; }

    /// <summary>
    /// Whether a power cut may leave half of a file, as a file system that does not keep its promises does.
    /// </summary>
    public bool TornSaves { get; init; }
}
