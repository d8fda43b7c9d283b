using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Lab.Nodes;

/// <summary>A connection that a Media Relay accepted.</summary>
internal sealed class MediaRelayConnection(MediaRelayClient client, RelayDialect dialect)
{
    private readonly MsTurnFraming? _frames = dialect == RelayDialect.AvEdge ? new() : null;
    private readonly StunFraming? _messages = dialect == RelayDialect.Standard ? new() : null;

    // What may be the beginning of the pretended handshake; null once that is decided.
    private List<byte>? _first = dialect == RelayDialect.AvEdge ? [] : null;

    public MediaRelayClient Client { get; } = client;

    /// <summary>Takes what is of a pretended TLS handshake from the beginning of the stream.</summary>
    /// <param name="bytes">Bytes as they arrived.</param>
    /// <param name="isHello">Whether the client's hello is whole now, and is to be answered.</param>
    /// <returns>What follows it, or what was none of it.</returns>
    public ReadOnlySpan<byte> PastHello(ReadOnlySpan<byte> bytes, out bool isHello)
    {
        isHello = false;
        if (_first is not { } first)
        {
            return bytes;
        }

        first.AddRange(bytes);
        byte[] all = [.. first];
        var match = PseudoTls.MatchClientHello(all);
        if (match == PseudoTlsMatch.Incomplete)
        {
            return default;
        }

        _first = null;
        isHello = match == PseudoTlsMatch.Whole;
        return isHello ? all.AsSpan(PseudoTls.ClientHelloBytes) : all;
    }

    /// <summary>Takes the next message.</summary>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out byte[]? message, out StunFault fault) =>
        _frames is { } frames
            ? frames.TryTake(ref bytes, out message, out fault)
            : _messages!.TryTake(ref bytes, out message, out fault);

    /// <summary>A message as it stands on the stream.</summary>
    public byte[] Framed(byte[] message) => _frames is null ? message : MsTurnFraming.Frame(message);
}
