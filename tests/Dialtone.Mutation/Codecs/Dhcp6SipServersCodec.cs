using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// The value of DHCPv6 option 21 or 22: the first byte of an input says which of the two the rest is read as.
/// </summary>
public sealed class Dhcp6SipServersCodec : Codec
{
    private readonly List<HostName> _names = [];
    private readonly List<IpAddress> _addresses = [];

    /// <inheritdoc/>
    public override string Name => "options-21-and-22";

    /// <inheritdoc/>
    public override int Share => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. new[] { "\0", "sip:", "sips:pool01.contoso.example", "0x", "00", "06", ".", ":", ",", " " }
            .Select(Encoding.ASCII.GetBytes), [0x3F], [0x40], [0xC0, 0x0C], [0xFF]];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 8192 + (64L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        _names.Clear();
        _addresses.Clear();
        var value = input.IsEmpty ? default : input.Span[1..];
        var hash = default(ValueHash);
        if (input.IsEmpty || (input.Span[0] & 1) == 1)
        {
            if (!Dhcp6SipServers.TryReadNames(value, out var names, out var fault))
            {
                return Refusal(fault, input.Length);
            }

            foreach (var name in names)
            {
                hash.Add(name.Text);
                _names.Add(name);
            }
        }
        else
        {
            if (!Dhcp6SipServers.TryReadAddresses(value, out var addresses, out var fault))
            {
                return Refusal(fault, input.Length);
            }

            Span<byte> bytes = stackalloc byte[16];
            foreach (var address in addresses)
            {
                hash.Add(bytes[..address.Write(bytes)]);
                _addresses.Add(address);
            }
        }

        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _names.Count > 0
            ? new[] { (byte)1 }.Concat(Dhcp6SipServers.ToBytes([.. _names])).ToArray()
            : new[] { (byte)0 }.Concat(Dhcp6SipServers.ToBytes([.. _addresses])).ToArray();
        return true;
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        length > 1 && (input[0] == 1 ? input[length - 1] == 0 : (length - 1) % 16 == 0);

    // An offset counts from behind the first byte. What a fault proposes has to be right itself.
    private static Reading Refusal(Dhcp6SipServersFault fault, int length)
    {
        var sound = !fault.TryCorrect(out var value)
            || (Dhcp6SipServers.TryReadNames(value, out var names, out _)
                && names is [var name] && name == fault.NameSeen);
        return Reading.Rejected((int)fault.Kind, Math.Min(length, 1 + fault.Offset)) with
        {
            Complaint = !sound ? $"is corrected to what {fault.NameSeen} is not"
                : fault.Offset > Math.Max(0, length - 1) ? $"says {fault.Kind} at {fault.Offset} of {length - 1}"
                : null,
        };
    }
}
