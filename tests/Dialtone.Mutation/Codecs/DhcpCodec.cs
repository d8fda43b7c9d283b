using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Mutation.Codecs;

/// <summary>A DHCPv4 message.</summary>
public sealed class DhcpCodec : Codec
{
    private readonly byte[] _written = new byte[2 * DhcpLimits.MessageBytesMax];
    private DhcpMessage? _message;

    /// <inheritdoc/>
    public override string Name => "dhcp";

    /// <inheritdoc/>
    public override int Share => 3;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 2048 + (32L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!DhcpMessage.TryRead(input.Span, out _message, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add((ulong)_message.Operation);
        hash.Add(_message.Hops);
        hash.Add(_message.TransactionId);
        hash.Add(_message.Seconds);
        hash.Add(_message.Broadcast);
        Add(_message.ClientAddress, ref hash);
        Add(_message.YourAddress, ref hash);
        Add(_message.NextServerAddress, ref hash);
        Add(_message.RelayAddress, ref hash);
        AddHardware(_message.HardwareAddress, ref hash);
        hash.Add(_message.ServerHostName);
        hash.Add(_message.BootFile);
        foreach (var option in _message.Options)
        {
            hash.Add((ulong)option.Code);
            hash.Add(option.Value.Span);
        }

        hash.Add((ulong)_message.MessageType);
        hash.Add(_message.ServerIdentifier is not null);
        hash.Add(_message.VendorClass);
        hash.Add(_message.ParameterRequest);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _written.AsMemory(0, _message!.Write(_written));

        // Options that came in other fields too may be more than one message is read with.
        return bytes.Length <= DhcpLimits.MessageBytesMax;
    }

    // What follows the end option is padding.
    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) => length > ShapeOf(input).Cuts[^1];

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input)
    {
        List<int> cuts = [DhcpLimits.HeaderBytes];
        List<CountField> counts = [new(2, 1)];
        for (var at = DhcpLimits.HeaderBytes; at < input.Length && input[at] != (byte)DhcpOptionCode.End;)
        {
            if (input[at] == (byte)DhcpOptionCode.Pad)
            {
                at++;
                continue;
            }

            counts.Add(new(at + 1, 1));
            at += 2 + input[at + 1];
            cuts.Add(at);
        }

        return new([.. cuts], [.. counts]);
    }

    private static void Add(IpAddress address, ref ValueHash hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash.Add(bytes[..address.Write(bytes)]);
    }

    private static void AddHardware(HardwareAddress address, ref ValueHash hash)
    {
        Span<byte> bytes = stackalloc byte[DhcpLimits.HardwareAddressBytesMax];
        address.Write(bytes);
        hash.Add(address.Type);
        hash.Add(bytes[..address.Length]);
    }
}
