using System.Buffers.Binary;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Trace;

/// <summary>
/// Tells what a flow is of by the first bytes that the device sends on it. The device speaks first in each of them.
/// </summary>
internal static class TracedKinds
{
    private const int CookieAt = 4;

    /// <summary>What a datagram is of. SIP is known by how its socket is opened.</summary>
    public static TracedKind OfDatagram(ReadOnlySpan<byte> bytes) =>
        HasCookie(bytes) ? TracedKind.Stun
        : MsTurnMessage.TryRead(bytes, out _, out _) ? TracedKind.MsTurn
        : TracedKind.Dns;

    /// <summary>What a connection is of.</summary>
    public static TracedKind OfStream(ReadOnlySpan<byte> bytes) =>
        HasCookie(bytes) ? TracedKind.Stun
        : PseudoTls.MatchClientHello(bytes) == PseudoTlsMatch.Whole || bytes.StartsWith<byte>([2, 0])
            ? TracedKind.MsTurn
        : bytes.Length > 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == bytes.Length - 2 ? TracedKind.Dns
        : TracedKind.Sip;

    /// <summary>The protocol of that kind.</summary>
    public static TracedProtocol ProtocolOf(TracedKind kind) => kind switch
    {
        TracedKind.Dhcp => TracedProtocol.Dhcp,
        TracedKind.Dhcp6 => TracedProtocol.Dhcp6,
        TracedKind.Dns => TracedProtocol.Dns,
        TracedKind.Http => TracedProtocol.Http,
        TracedKind.Stun or TracedKind.MsTurn => TracedProtocol.Turn,
        _ => TracedProtocol.Sip,
    };

    private static bool HasCookie(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= CookieAt + sizeof(uint)
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[CookieAt..]) == StunMessage.Cookie;
}
