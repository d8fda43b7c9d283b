using System.Buffers.Binary;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Mutation.Codecs;

/// <summary>A DHCPv6 message between client and server.</summary>
public sealed class Dhcp6Codec : Codec
{
    private Dhcp6Message? _message;

    /// <inheritdoc/>
    public override string Name => "dhcp6";

    /// <inheritdoc/>
    public override int Share => 4;

    // Two DUIDs of up to 130 bytes are copied and printed, and the text of a status is decoded.
    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 8192 + (32L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!Dhcp6Message.TryRead(input.Span, out _message, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add((ulong)_message.Type);
        hash.Add(_message.TransactionId);
        foreach (var option in _message.Options)
        {
            hash.Add((ulong)option.Code);
            hash.Add(option.Value.Span);
        }

        Add(_message.ClientIdentifier, ref hash);
        Add(_message.ServerIdentifier, ref hash);
        hash.Add((ulong)_message.Status);
        hash.Add(_message.StatusMessage);
        hash.Add((ulong)(_message.ElapsedTime?.Ticks ?? -1));
        hash.Add((ulong)(_message.InformationRefreshTime?.Ticks ?? -1));
        hash.Add(_message.AsksFor(Dhcp6OptionCode.SipServerNames));
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _message!.ToBytes();
        return true;
    }

    // There is no end but that of the datagram.
    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) => ShapeOf(input).Cuts.Contains(length);

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input)
    {
        List<int> cuts = [Dhcp6Limits.HeaderBytes];
        List<CountField> counts = [];
        for (var at = Dhcp6Limits.HeaderBytes; at < input.Length;)
        {
            counts.Add(new(at, 2));
            counts.Add(new(at + 2, 2));
            at += Dhcp6Limits.OptionHeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(input[(at + 2)..]);
            cuts.Add(at);
        }

        return new([.. cuts], [.. counts]);
    }

    private static void Add(Duid? duid, ref ValueHash hash)
    {
        hash.Add(duid is not null);
        if (duid is { } known)
        {
            hash.Add(known.Bytes);
            hash.Add(known.ToString());
        }
    }
}
