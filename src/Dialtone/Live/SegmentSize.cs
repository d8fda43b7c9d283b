using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Dialtone.Live;

/// <summary>How large the segments of a connection may be.</summary>
internal static class SegmentSize
{
    /// <summary>What every path carries (RFC 9293 section 3.7.1).</summary>
    public const int Small = 536;

    private const int MaxSegment = 2; // TCP_MAXSEG of Linux and macOS; Windows has none.

    /// <summary>Has the SYN, which is still to be sent, ask the peer for small segments.</summary>
    public static void AskForSmall(Socket socket)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, Small);
        try
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, MaxSegment, bytes);
        }
        catch (SocketException)
        {
            // A system that does not know it: then it is a connection like every other.
        }
    }
}
