using System.Buffers.Binary;

namespace Dialtone.Wire.MsTurn;

/// <summary>
/// The two hellos that begin a connection to TCP port 443 of an A/V Edge Server, so that it looks like TLS to what
/// stands in between; nothing is encrypted by them. Only their fixed bytes are compared.
/// </summary>
public static class PseudoTls
{
    /// <summary>The length of the client's hello, in bytes.</summary>
    public const int ClientHelloBytes = 50;

    /// <summary>The length of the server's hello with the end of its turn, in bytes.</summary>
    public const int ServerHelloBytes = 83;

    /// <summary>The length of a random in a hello, in bytes.</summary>
    public const int RandomBytes = 28;

    /// <summary>The length of the server's session id, in bytes.</summary>
    public const int SessionIdBytes = 32;

    private const int TimeAt = 11;
    private const int BehindRandom = TimeAt + sizeof(uint) + RandomBytes;

    private static ReadOnlySpan<byte> ClientStart => [0x16, 3, 1, 0, 0x2D, 1, 0, 0, 0x29, 3, 1];

    // No session id, one cipher suite, no compression.
    private static ReadOnlySpan<byte> ClientEnd => [0, 0, 2, 0, 0x18, 1, 0];

    private static ReadOnlySpan<byte> ServerStart => [0x16, 3, 1, 0, 0x4E, 2, 0, 0, 0x46, 3, 1];

    // The cipher suite, no compression, and that the server is done.
    private static ReadOnlySpan<byte> ServerEnd => [0, 0x18, 0, 0x0E, 0, 0, 0];

    /// <summary>Writes the client's hello.</summary>
    /// <param name="time">Seconds since 1970, as TLS 1.0 has them.</param>
    /// <param name="random">28 bytes.</param>
    /// <param name="destination">At least <see cref="ClientHelloBytes"/> bytes.</param>
    public static void WriteClientHello(uint time, ReadOnlySpan<byte> random, Span<byte> destination)
    {
        ClientStart.CopyTo(destination);
        WriteRandom(time, random, destination);
        ClientEnd.CopyTo(destination[BehindRandom..]);
    }

    /// <summary>Writes the server's hello with the end of its turn.</summary>
    /// <param name="time">Seconds since 1970, as TLS 1.0 has them.</param>
    /// <param name="random">28 bytes.</param>
    /// <param name="sessionId">32 bytes.</param>
    /// <param name="destination">At least <see cref="ServerHelloBytes"/> bytes.</param>
    public static void WriteServerHello(
        uint time, ReadOnlySpan<byte> random, ReadOnlySpan<byte> sessionId, Span<byte> destination)
    {
        ServerStart.CopyTo(destination);
        WriteRandom(time, random, destination);
        destination[BehindRandom] = SessionIdBytes;
        sessionId[..SessionIdBytes].CopyTo(destination[(BehindRandom + 1)..]);
        ServerEnd.CopyTo(destination[(BehindRandom + 1 + SessionIdBytes)..]);
    }

    /// <summary>Whether a stream begins with the client's hello.</summary>
    public static PseudoTlsMatch MatchClientHello(ReadOnlySpan<byte> bytes) =>
        !Fits(bytes, 0, ClientStart) || !Fits(bytes, BehindRandom, ClientEnd) ? PseudoTlsMatch.Other
        : bytes.Length < ClientHelloBytes ? PseudoTlsMatch.Incomplete
        : PseudoTlsMatch.Whole;

    /// <summary>Whether a stream begins with the server's hello.</summary>
    public static PseudoTlsMatch MatchServerHello(ReadOnlySpan<byte> bytes) =>
        !Fits(bytes, 0, ServerStart) || !Fits(bytes, BehindRandom, [SessionIdBytes])
            || !Fits(bytes, BehindRandom + 1 + SessionIdBytes, ServerEnd) ? PseudoTlsMatch.Other
        : bytes.Length < ServerHelloBytes ? PseudoTlsMatch.Incomplete
        : PseudoTlsMatch.Whole;

    private static void WriteRandom(uint time, ReadOnlySpan<byte> random, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[TimeAt..], time);
        random[..RandomBytes].CopyTo(destination[(TimeAt + sizeof(uint))..]);
    }

    /// <summary>Whether those bytes stand there, as far as there are any.</summary>
    private static bool Fits(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> expected) =>
        bytes.Length <= at || expected.StartsWith(bytes[at..Math.Min(bytes.Length, at + expected.Length)]);
}
