using System.Text;
using Dialtone.Wire.Dns;

namespace Dialtone.Wire.Tests.Dns;

/// <summary>Builds the bytes of a message by hand, right or wrong, without the codec under test.</summary>
internal sealed class DnsBytes
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public DnsBytes Header(int questions, int answers, int authorities = 0, int additionals = 0) =>
        U16(0x1234).U16(0x8000).U16(questions).U16(answers).U16(authorities).U16(additionals);

    public DnsBytes Label(string text)
    {
        _bytes.Add((byte)text.Length);
        _bytes.AddRange(Encoding.Latin1.GetBytes(text));
        return this;
    }

    public DnsBytes Name(params string[] labels)
    {
        foreach (var label in labels)
        {
            Label(label);
        }

        return U8(0);
    }

    public DnsBytes Pointer(int target) => U16(0xC000 | target);

    public DnsBytes U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public DnsBytes U16(int value) => U8(value >> 8).U8(value);

    public DnsBytes U32(uint value) => U16((int)(value >> 16)).U16((int)(value & 0xFFFF));

    public byte[] ToArray() => [.. _bytes];

    public DnsMessage Read()
    {
        DnsMessage.TryRead(ToArray(), out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message!;
    }

    public DnsFault Fault()
    {
        DnsMessage.TryRead(ToArray(), out var message, out var fault).ShouldBeFalse();
        message.ShouldBeNull();
        return fault;
    }
}
