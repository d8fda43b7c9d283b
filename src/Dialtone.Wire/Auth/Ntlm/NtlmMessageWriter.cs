using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>Writes a message: a fixed part with fields, and behind it, in order, what they point at.</summary>
internal ref struct NtlmMessageWriter
{
    private readonly byte[] _bytes;
    private int _end;

    /// <param name="type">The number of the message.</param>
    /// <param name="fixedBytes">The length of the fixed part.</param>
    /// <param name="payloadBytes">The length of what follows.</param>
    public NtlmMessageWriter(uint type, int fixedBytes, int payloadBytes)
    {
        _bytes = new byte[fixedBytes + payloadBytes];
        _end = fixedBytes;
        NtlmReader.Signature.CopyTo(_bytes);
        Number(NtlmReader.TypeAt, type);
    }

    public readonly byte[] Bytes => _bytes;

    public static int TextBytes(string text, bool isUnicode) => isUnicode ? 2 * text.Length : text.Length;

    public readonly void Number(int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at), value);

    public readonly void Long(int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), value);

    public void Field(int at, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(at), (ushort)value.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(at + 2), (ushort)value.Length);
        Number(at + 4, (uint)_end);
        value.CopyTo(_bytes.AsSpan(_end));
        _end += value.Length;
    }

    public void Text(int at, string text, bool isUnicode) =>
        Field(at, isUnicode ? MemoryMarshal.AsBytes(text.AsSpan()) : Encoding.Latin1.GetBytes(text));
}
