using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Hosting;

/// <summary>A network 127.x.y.0/24, for one lab alone.</summary>
internal readonly record struct LoopbackNet
{
    // Below are the addresses that systems use themselves: 127.0.0.1, 127.0.1.1, 127.0.0.53.
    private const int SecondOctetMin = 16;
    private const int SecondOctetMax = 254;

    // So many labs at a time would be needed before a free network were not found by chance.
    private const int DrawsMax = 64;

    private LoopbackNet(byte second, byte third) => (Second, Third) = (second, third);

    /// <summary>The network for systems where addresses are added by hand: known before it is used.</summary>
    public static LoopbackNet Known { get; } = new(77, 7);

    public byte Second { get; }

    public byte Third { get; }

    /// <summary>A random network on which nothing listens now.</summary>
    public static LoopbackNet Draw()
    {
        var busy = Busy();
        for (var i = 0; i < DrawsMax; i++)
        {
            var net = new LoopbackNet(
                (byte)RandomNumberGenerator.GetInt32(SecondOctetMin, SecondOctetMax + 1),
                (byte)RandomNumberGenerator.GetInt32(0, 256));
            if (!busy.Contains(net))
            {
                return net;
            }
        }

        return Known;
    }

    /// <summary>The address of the same last octet in this network.</summary>
    public IpAddress Move(IpAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        return IpAddress.V4(127, Second, Third, octets[address.Write(octets) - 1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"127.{Second}.{Third}.0/24";

    private static HashSet<LoopbackNet> Busy()
    {
        try
        {
            var all = IPGlobalProperties.GetIPGlobalProperties();
            return [.. all.GetActiveTcpListeners().Concat(all.GetActiveUdpListeners()).Select(Of)];
        }
        catch (NetworkInformationException)
        {
            // A system that does not tell: binding will.
            return [];
        }
    }

    private static LoopbackNet Of(IPEndPoint endPoint)
    {
        Span<byte> octets = stackalloc byte[16];
        return endPoint.Address.TryWriteBytes(octets, out var length) && length == 4 && octets[0] == 127
            ? new(octets[1], octets[2])
            : default;
    }
}
