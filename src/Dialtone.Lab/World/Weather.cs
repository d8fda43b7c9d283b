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

    /// <summary>
    /// Datagrams of which a bit changes on the way; the checksum of UDP has 16 bits and is often left to hardware.
    /// </summary>
    public uint DatagramCorrupt { get; init; }

    /// <summary>Writes that arrive in several pieces, cut at random; with 1000 every one of them.</summary>
    public uint StreamSplit { get; init; }

    /// <summary>Whether every byte of every connection arrives by itself.</summary>
    public bool ByteByByte { get; init; }

    /// <summary>
    /// Writes of which a byte changes on the way. On a connection with TLS its end sees that, and ends it.
    /// </summary>
    public uint StreamCorrupt { get; init; }

    /// <summary>Writes that are held back, up to 200 ms, so that later ones arrive together with them.</summary>
    public uint StreamHold { get; init; }

    /// <summary>Writes on which the connection is reset, for both ends.</summary>
    public uint StreamReset { get; init; }

    /// <summary>
    /// Requests and answers of HTTP of which only the beginning arrives, and then the end of the connection.
    /// </summary>
    public uint HttpCut { get; init; }

    /// <summary>Steps of TLS-DSK handshakes that fail.</summary>
    public uint HandshakeFailure { get; init; }

    /// <summary>Saves that fail (a full disk).</summary>
    public uint SaveFailure { get; init; }

    /// <summary>
    /// Whether a power cut may leave what a file system without atomic replacement leaves: a part of the file, zeros in
    /// place of it, or sectors of the old and of the new side by side.
    /// </summary>
    public bool TornSaves { get; init; }
}
