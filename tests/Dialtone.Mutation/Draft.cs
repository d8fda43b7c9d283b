namespace Dialtone.Mutation;

/// <summary>The input in the making: bytes that grow and shrink in one array that is used again and again.</summary>
public sealed class Draft
{
    /// <summary>The most bytes of an input. What would make it longer is cut off.</summary>
    public const int BytesMax = 16_384;

    private readonly byte[] _bytes = new byte[BytesMax];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes, to be changed in place.</summary>
    public Span<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The bytes, to be read.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Begins anew with these bytes.</summary>
    public void Set(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, BytesMax)];
        bytes.CopyTo(_bytes);
        Length = bytes.Length;
    }

    /// <summary>Drops what is behind that many bytes.</summary>
    public void Cut(int length) => Length = Math.Min(Length, length);

    /// <summary>Puts bytes, which are not of this draft, in the place of <paramref name="count"/> others.</summary>
    public void Replace(int start, int count, ReadOnlySpan<byte> with)
    {
        with = with[..Math.Min(with.Length, BytesMax - start)];
        var rest = Math.Min(Length - start - count, BytesMax - start - with.Length);
        _bytes.AsSpan(start + count, rest).CopyTo(_bytes.AsSpan(start + with.Length));
        with.CopyTo(_bytes.AsSpan(start));
        Length = start + with.Length + rest;
    }
}
