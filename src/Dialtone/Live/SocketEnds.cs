using System.Net.Sockets;
using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>What a socket was doing when the system refused.</summary>
internal enum SocketUse : byte
{
    /// <summary>Taking a local address, port or interface.</summary>
    Bind,

    /// <summary>Opening a connection.</summary>
    Connect,

    /// <summary>Reading from or writing to a connection.</summary>
    Stream,

    /// <summary>Sending or receiving datagrams.</summary>
    Datagram,
}

/// <summary>What the system's errors mean to a node.</summary>
internal static class SocketEnds
{
    /// <summary>The one place where a socket error becomes a reason.</summary>
    public static ChannelEnd From(SocketError error, SocketUse use) => (error, use) switch
    {
        (SocketError.AccessDenied, _) => ChannelEnd.NotPermitted,

        (SocketError.AddressAlreadyInUse, SocketUse.Bind) => ChannelEnd.LocalPortTaken,
        (SocketError.AddressAlreadyInUse, _) => ChannelEnd.LocalAddressUnavailable,

        // Without an address of the destination's family a connection has nowhere to come from.
        (SocketError.AddressNotAvailable, SocketUse.Bind) => ChannelEnd.LocalAddressUnavailable,
        (SocketError.AddressNotAvailable, _) => ChannelEnd.Unreachable,
        (SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported, _) => ChannelEnd.Unreachable,
        (SocketError.NetworkUnreachable or SocketError.NetworkDown, _) => ChannelEnd.Unreachable,
        (SocketError.HostUnreachable or SocketError.HostDown or SocketError.HostNotFound, _) => ChannelEnd.Unreachable,

        // ICMP port unreachable reaches a datagram socket as "refused" on Unix and as "reset" on Windows.
        (SocketError.ConnectionRefused, _) => ChannelEnd.Refused,
        (SocketError.ConnectionReset, SocketUse.Datagram) => ChannelEnd.Refused,

        // EPIPE (Shutdown) is a reset that was noticed while writing.
        (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown, _) => ChannelEnd.Reset,
        (SocketError.NetworkReset, _) => ChannelEnd.Reset,
        (SocketError.TimedOut, _) => ChannelEnd.TimedOut,
        _ => ChannelEnd.Failed,
    };

    /// <summary>The input that tells a node of a socket error, with the system's words.</summary>
    public static NetInput.Ended Ended(FlowId flow, SocketException error, SocketUse use) =>
        new(flow, From(error.SocketErrorCode, use), error.Message);
}
