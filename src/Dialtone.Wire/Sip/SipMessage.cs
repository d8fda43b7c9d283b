using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>
/// One SIP request or response: a view over borrowed bytes with an index of its headers. Nothing is copied and nothing
/// but the start line and the header names is read before it is asked for; headers without a name here are kept as
/// bytes. One instance is read into again and again. It is valid only as long as the bytes stay as they are.
/// </summary>
public sealed partial class SipMessage
{
    private SipHeaderIndex _index;
    private byte[] _array = [];
    private int _offset;
    private int _length;
    private SipLimits _limits = SipLimits.Default;
    private SipStartLine _start;
    private int _headersEnd;
    private int _continuations;

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> Bytes => new(_array, _offset, _length);

    /// <summary>Whether this is a request; otherwise it is a response.</summary>
    public bool IsRequest => _start.StatusCode == 0 && _length > 0;

    /// <summary>The method of a request; <see cref="SipMethod.Unknown"/> for others and for a response.</summary>
    public SipMethod Method => SipMethodNames.Find(MethodName);

    /// <summary>The method of a request as it stands; empty for a response.</summary>
    public ReadOnlySpan<byte> MethodName => Span[.._start.MethodLength];

    /// <summary>The Request-URI of a request as it stands; empty for a response.</summary>
    public ReadOnlySpan<byte> RequestUri => Span.Slice(_start.UriStart, _start.UriLength);

    /// <summary>Where the Request-URI begins in the message.</summary>
    public int RequestUriOffset => _start.UriStart;

    /// <summary>The status code of a response, 100 to 699; 0 for a request.</summary>
    public int StatusCode => _start.StatusCode;

    /// <summary>The reason phrase of a response; may be empty.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => Span.Slice(_start.ReasonStart, _start.ReasonLength);

    /// <summary>The number of header fields.</summary>
    public int HeaderCount => _index.Count;

    /// <summary>The body: what follows the headers.</summary>
    public ReadOnlyMemory<byte> Body => Bytes[_headersEnd..];

    /// <summary>Start line, headers and the empty line that ends them, in bytes.</summary>
    internal int HeaderBytes => _headersEnd;

    /// <summary>The lines of the headers, those that continue one too.</summary>
    internal int HeaderLines => HeaderCount + _continuations;

    private ReadOnlySpan<byte> Span => new(_array, _offset, _length);

    /// <summary>
    /// Reads one complete message: start line, headers, and a body of exactly Content-Length bytes. Without that header
    /// the body is the rest, as in a datagram (RFC 3261 section 18.3); on a stream <see cref="SipStreamReader"/> asks
    /// for it.
    /// </summary>
    /// <param name="bytes">The message and nothing else. Borrowed, not copied.</param>
    /// <param name="limits">What the peer may ask for.</param>
    /// <param name="into">Is filled; left empty when the answer is false.</param>
    /// <param name="fault">What is wrong, and at which byte of the message.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, SipLimits limits, SipMessage into, out SipFault fault)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(into);
        if (!into.TryReadHead(bytes, limits, out fault) || !into.TryBodyLength(out var length, out fault))
        {
            into.Clear();
            return false;
        }

        var available = bytes.Length - into._headersEnd;
        if (length is { } announced && announced != available)
        {
            fault = announced > available
                ? new(SipFaultKind.Truncated, bytes.Length)
                : new(SipFaultKind.TrailingBytes, into._headersEnd + announced);
            into.Clear();
            return false;
        }

        if (available > limits.BodyBytesMax)
        {
            fault = new(SipFaultKind.BodyTooLong, into._headersEnd);
            into.Clear();
            return false;
        }

        return true;
    }

    /// <summary>Copies the borrowed bytes, so that this message outlives the buffer it was read from.</summary>
    public void Detach()
    {
        _array = Span.ToArray();
        _offset = 0;
    }

    /// <summary>Lets go of the bytes.</summary>
    public void Clear()
    {
        _array = [];
        (_offset, _length, _headersEnd) = (0, 0, 0);
        _start = default;
        _index.Clear();
        _continuations = 0;
    }

    /// <summary>The header field at that place, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public SipHeaderField HeaderAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, HeaderCount);
        return new(_index[index].Header, NameAt(index), ValueAt(index, out var offset), offset);
    }

    /// <summary>The fields of a header, each value whole.</summary>
    public SipHeaderValues HeaderValues(SipHeader header) => new(this, header, default);

    /// <summary>The fields of a header by its name, long or compact, in any case, each value whole.</summary>
    public SipHeaderValues HeaderValues(ReadOnlySpan<byte> name) => new(this, SipHeaderNames.Find(name), name);

    /// <summary>The values of a header, divided at commas: for Via, Supported, Allow and their like.</summary>
    public SipListReader ListValues(SipHeader header) => new(this, header, default);

    /// <summary>The values of a header by its name, divided at commas.</summary>
    public SipListReader ListValues(ReadOnlySpan<byte> name) => new(this, SipHeaderNames.Find(name), name);

    /// <summary>The value of the first field of a header; false when there is none.</summary>
    public bool TryGetHeader(SipHeader header, out ReadOnlySpan<byte> value) => TryGetFirst(header, default, out value);

    /// <summary>The value of the first field of a header by its name; false when there is none.</summary>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        TryGetFirst(SipHeaderNames.Find(name), name, out value);

    /// <summary>The start line, for people. Allocates.</summary>
    public override string ToString()
    {
        var span = Span;
        var end = span.IndexOf((byte)'\r');
        return end < 0 ? "(no message)" : Encoding.UTF8.GetString(span[..end]);
    }

    /// <summary>The next field of that header at or after <paramref name="from"/>, or -1.</summary>
    internal int FindHeader(SipHeader header, ReadOnlySpan<byte> name, int from)
    {
        var index = _index.Next(header, from);
        while (header == SipHeader.Unknown && index >= 0 && !Ascii.EqualsIgnoreCase(NameAt(index), name))
        {
            index = _index.Next(header, index + 1);
        }

        return index;
    }

    /// <summary>The value of the field at that place, and where it begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> ValueAt(int index, out int offset)
    {
        ref readonly var slot = ref _index[index];
        offset = slot.ValueStart;
        return new(_array, _offset + slot.ValueStart, slot.ValueLength);
    }

    /// <summary>Reads start line and headers up to the empty line; what follows is not looked at.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool TryReadHead(ReadOnlyMemory<byte> bytes, SipLimits limits, out SipFault fault)
    {
        Clear();
        _limits = limits;
        var span = bytes.Span;
        var lines = new SipLineReader(span, 0, limits);
        if (!SipStartLine.TryRead(span, ref lines, out _start, out fault))
        {
            return false;
        }

        while (true)
        {
            var start = lines.Position;
            if (!lines.TryNext(out var length, out fault))
            {
                return false;
            }

            if (lines.Position > limits.HeaderBytesMax)
            {
                fault = new(SipFaultKind.HeadersTooLong, limits.HeaderBytesMax);
                return false;
            }

            if (length == 0)
            {
                _headersEnd = lines.Position;
                Borrow(bytes);
                return true;
            }

            if (!TryReadHeader(span, start, start + length, limits, out fault))
            {
                return false;
            }
        }
    }

    /// <summary>Says where the message ends whose head was read.</summary>
    internal void EndAt(int length) => _length = length;

    /// <summary>The body length that the headers announce: null without Content-Length.</summary>
    internal bool TryBodyLength(out int? length, out SipFault fault)
    {
        length = null;
        if (!TryGetSingle(SipHeader.ContentLength, out var value, out var offset, out fault))
        {
            var isMissing = fault.Kind == SipFaultKind.HeaderMissing;
            fault = isMissing ? default : fault;
            return isMissing;
        }

        if (!SipText.TryNumber(value, out var number))
        {
            fault = new(SipFaultKind.Number, offset);
            return false;
        }

        if (number > _limits.BodyBytesMax)
        {
            fault = new(SipFaultKind.BodyTooLong, offset);
            return false;
        }

        length = (int)number;
        return true;
    }

    // Memory that is no array's is rare, and is copied.
    private void Borrow(ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var segment))
        {
            segment = new(bytes.ToArray());
        }

        (_array, _offset, _length) = (segment.Array!, segment.Offset, segment.Count);
    }

    private ReadOnlySpan<byte> NameAt(int index)
    {
        var name = Span[_index[index].NameStart..];
        return name[..SipText.TokenEnd(name, 0)];
    }

    /// <summary>Reads the header line that begins at <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadHeader(ReadOnlySpan<byte> span, int start, int end, SipLimits limits, out SipFault fault)
    {
        var text = span[..end];
        var colon = start;
        if (SipHeaderNames.TryFindAt(span[start..], out var header, out var nameLength))
        {
            colon += nameLength;
        }
        else if (text[start] is (byte)' ' or (byte)'\t')
        {
            return TryContinue(text, start, out fault);
        }
        else if (!TryReadName(text, start, out header, out colon))
        {
            fault = new(SipFaultKind.HeaderSyntax, colon);
            return false;
        }

        if (HeaderCount == limits.HeaderCountMax)
        {
            fault = new(SipFaultKind.TooManyHeaders, start);
            return false;
        }

        _index.Add(header, start).SetValue(text, colon + 1);
        fault = default;
        return true;
    }

    /// <summary>A name of any kind up to its colon, before which blanks may stand.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> text, int start, out SipHeader header, out int colon)
    {
        var end = SipText.TokenEnd(text, start);
        header = SipHeaderNames.Find(text[start..end]);
        colon = SipText.SkipBlanks(text, end);
        return end > start && colon < text.Length && text[colon] == ':';
    }

    /// <summary>A line that begins with a blank continues the value before it (section 7.3.1).</summary>
    private bool TryContinue(ReadOnlySpan<byte> text, int start, out SipFault fault)
    {
        if (HeaderCount == 0)
        {
            fault = new(SipFaultKind.HeaderSyntax, start);
            return false;
        }

        _continuations++;
        ref var last = ref _index.Last();
        last.SetValue(text, last.ValueLength == 0 ? start : last.ValueStart);
        fault = default;
        return true;
    }

    private bool TryGetFirst(SipHeader header, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var index = FindHeader(header, name, 0);
        value = index < 0 ? default : ValueAt(index, out _);
        return index >= 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetSingle(SipHeader header, out ReadOnlySpan<byte> value, out int offset, out SipFault fault)
    {
        var first = _index.First(header);
        var second = first < 0 ? -1 : _index.Next(header, first + 1);
        if (first < 0 || second >= 0)
        {
            value = default;
            offset = 0;
            fault = first < 0
                ? new(SipFaultKind.HeaderMissing, _headersEnd)
                : new(SipFaultKind.HeaderRepeated, _index[second].NameStart);
            return false;
        }

        value = ValueAt(first, out offset);
        fault = default;
        return true;
    }
}
