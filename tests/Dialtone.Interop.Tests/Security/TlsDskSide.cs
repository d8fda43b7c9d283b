using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Live;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Interop.Tests.Security;

/// <summary>
/// One side of a handshake of TLS-DSK on the live host, whose tokens go over a stream to a TLS program at its end.
/// </summary>
internal sealed class TlsDskSide : INode
{
    private const byte ChangeCipherSpec = 20;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ClientHello = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // The last message of a server's first flight (RFC 5246 section 7.4.5).
    private static readonly byte[] HelloDone = [14, 0, 0, 0];

    private readonly Channel<NetInput> _told = Channel.CreateUnbounded<NetInput>();
    private readonly NetEffect _first;
    private readonly LiveDriver _driver;
    private bool _isOver;

    private TlsDskSide(NetEffect first, LiveSettings settings)
    {
        _first = first;
        _driver = new(this, settings);
    }

    /// <inheritdoc/>
    public Instant? Deadline => null;

    /// <summary>Shakes hands with whoever is at the other end of the stream, and answers how it ended.</summary>
    public static async Task<NetInput> ShakeAsync(NetEffect first, LiveSettings settings, Stream peer)
    {
        var side = new TlsDskSide(first, settings);
        var run = side._driver.RunAsync(() => side._isOver, TestContext.Current.CancellationToken);
        var end = await side.CarryAsync(peer, isServer: first is NetEffect.AcceptTlsDsk).WaitAsync(Limit);
        side.Tell(new NetInput.SignOut());
        await run.WaitAsync(Limit);
        return end;
    }

    /// <summary>The part of the exported keys that signs, as hexadecimal digits.</summary>
    public static string KeysOf(TlsDskResult result) => Convert.ToHexString(Exported(result.Keys));

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(_first);
                break;
            case NetInput.Datagram token:
                effects.Add(new NetEffect.ContinueTlsDsk(SecurityHost.Flow, token.Bytes));
                break;
            case NetInput.SignOut:
                _isOver = true;
                break;
            default:
                _ = _told.Writer.TryWrite(input);
                break;
        }
    }

    private async Task<NetInput> CarryAsync(Stream peer, bool isServer)
    {
        if (isServer)
        {
            Tell(await ReadFlightAsync(peer));
        }

        while (true)
        {
            var told = await _told.Reader.ReadAsync();
            if (told is not NetInput.TlsDskStepped step)
            {
                return told;
            }

            await peer.WriteAsync(step.Token);
            if (step.Result is not null)
            {
                return step;
            }

            Tell(await ReadFlightAsync(peer));
        }
    }

    private void Tell(byte[] token) => Tell(new NetInput.Datagram(default, default, token));

    private void Tell(NetInput input) => _driver.Post(input);

    /// <summary>All records up to the one after which the peer waits.</summary>
    private static async Task<byte[]> ReadFlightAsync(Stream peer)
    {
        var flight = new List<byte>();
        var header = new byte[5];
        var isEncrypted = false;
        while (true)
        {
            await peer.ReadExactlyAsync(header);
            var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3))];
            await peer.ReadExactlyAsync(body);
            flight.AddRange(header);
            flight.AddRange(body);
            if (isEncrypted || header[0] == Alert
                || (header[0] == Handshake && (body[0] == ClientHello || body.AsSpan().EndsWith(HelloDone))))
            {
                return [.. flight];
            }

            isEncrypted = header[0] == ChangeCipherSpec;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_exported")]
    private static extern ref byte[] Exported(TlsDskKeys keys);
}
