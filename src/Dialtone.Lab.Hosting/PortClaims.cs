using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// Finds port numbers that are free at several addresses, and holds them until all that a lab needs are found, so that
/// no two parts of it are given the same one. Released, they are free for the servers: nobody connected to them.
/// </summary>
internal sealed class PortClaims : IDisposable
{
    private const int OthersMax = 16;

    private readonly List<Socket> _held = [];

    /// <summary>The address that this system does not have, after a claim failed for that; else <c>null</c>.</summary>
    public IpAddress? Missing { get; private set; }

    /// <summary>What the system said to the last claim that failed.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>Claims the preferred port at every address, or another if it is taken; 0 if none is free.</summary>
    public ushort Claim(
        ushort preferred, ImmutableArray<IpAddress> addresses, params ReadOnlySpan<ProtocolType> protocols)
    {
        for (var i = 0; i <= OthersMax && Missing is null; i++)
        {
            // Port 0: the system chooses for the first address, and the others follow.
            var port = i == 0 ? preferred : (ushort)0;
            if (TryClaim(ref port, addresses, protocols))
            {
                return port;
            }
        }

        return 0;
    }

    public void Dispose() => Release(0);

    private bool TryClaim(
        ref ushort port, ImmutableArray<IpAddress> addresses, ReadOnlySpan<ProtocolType> protocols)
    {
        var before = _held.Count;
        foreach (var address in addresses)
        {
            foreach (var protocol in protocols)
            {
                if (!TryBind(ref port, address, protocol))
                {
                    Release(before);
                    return false;
                }
            }
        }

        return true;
    }

    private bool TryBind(ref ushort port, IpAddress address, ProtocolType protocol)
    {
        var isTcp = protocol == ProtocolType.Tcp;
        try
        {
            var socket = new Socket(
                address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6,
                isTcp ? SocketType.Stream : SocketType.Dgram, protocol);
            _held.Add(socket);
            socket.Bind(new IPEndPoint(address.ToIPAddress(), port));
            if (isTcp)
            {
                // What is bound and does not listen yet would not be in anybody's way.
                socket.Listen();
            }

            port = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
            return true;
        }
        catch (SocketException error)
        {
            Detail = error.Message;
            Missing = error.SocketErrorCode == SocketError.AddressNotAvailable ? address : null;
            return false;
        }
    }

    private void Release(int keep)
    {
        foreach (var socket in _held[keep..])
        {
            socket.Dispose();
        }

        _held.RemoveRange(keep, _held.Count - keep);
    }
}
