using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>Reads the parts that the three messages are made of (MS-NLMP section 2.2).</summary>
internal ref struct NtlmReader(ReadOnlySpan<byte> message)
{
    public const int TypeAt = 8;
    public const int FieldBytes = 8;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the first thing that a field points at begins; the end of the message without any.</summary>
    public int PayloadAt { get; private set; } = message.Length;

    public static ReadOnlySpan<byte> Signature => "NTLMSSP\0"u8;

    /// <summary>Whether it is that message, and as long as its fixed part at least.</summary>
    public readonly bool TryBegin(uint type, int bytesMin, out NtlmFault fault)
    {
        fault = !_message.StartsWith(Signature) ? new(NtlmFaultKind.NotNtlm, 0)
            : _message.Length > NtlmLimits.MessageBytesMax ? new(NtlmFaultKind.TooLong, NtlmLimits.MessageBytesMax)
            : _message.Length < TypeAt + 4 ? new(NtlmFaultKind.Truncated, _message.Length)
            : Number(TypeAt) != type ? new(NtlmFaultKind.OtherMessage, TypeAt)
            : _message.Length < bytesMin ? new(NtlmFaultKind.Truncated, _message.Length)
            : default;
        return !fault.IsFault;
    }

    public readonly uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_message[at..]);

    public readonly ulong Long(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_message[at..]);

    /// <summary>Whether that many bytes stand at that place, before anything that a field points at.</summary>
    public readonly bool HasFixed(int at, int count) => at + count <= Math.Min(PayloadAt, _message.Length);

    /// <summary>What the field at that place points at: length, room and offset (two bytes, two, four).</summary>
    public bool TryField(int at, out ReadOnlySpan<byte> value, out int offset, out NtlmFault fault)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(_message[at..]);
        var start = Number(at + 4);
        value = default;
        offset = 0;
        fault = default;
        if (length == 0)
        {
            return true;
        }

        if (start > _message.Length || length > _message.Length - (int)start)
        {
            fault = new(NtlmFaultKind.FieldPastEnd, at);
            return false;
        }

        offset = (int)start;
        PayloadAt = Math.Min(PayloadAt, offset);
        value = _message.Slice(offset, length);
        return true;
    }

    public bool TryText(int at, bool isUnicode, out string text, out NtlmFault fault)
    {
        text = "";
        if (!TryField(at, out var value, out var offset, out fault))
        {
            return false;
        }

        if (isUnicode && value.Length % 2 != 0)
        {
            fault = new(NtlmFaultKind.Text, offset);
            return false;
        }

        text = isUnicode ? Utf16(value) : Encoding.Latin1.GetString(value);
        return true;
    }

    // Whatever it is, well-formed or not: keys are made of these very units.
    public static string Utf16(ReadOnlySpan<byte> value) => new(MemoryMarshal.Cast<byte, char>(value));
}
