using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>
/// One SIP request or response: a view over borrowed bytes with an index of its headers. Nothing is copied and nothing
/// but the start line and the header names is read before it is asked for; headers without a name here are kept as
/// bytes. One instance is read into again and again. It is valid only as long as the bytes stay as they are.
/// </summary>
public sealed partial class SipMessage
{
    private HeaderSlot[] _slots = [];
    private ReadOnlyMemory<byte> _bytes;
    private SipLimits _limits = SipLimits.Default;
    private SipStartLine _start;
    private int _headersEnd;

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Whether this is a request; otherwise it is a response.</summary>
    public bool IsRequest => _start.StatusCode == 0 && !_bytes.IsEmpty;

    /// <summary>The method of a request; <see cref="SipMethod.Unknown"/> for others and for a response.</summary>
    public SipMethod Method => SipMethodNames.Find(MethodName);

    /// <summary>The method of a request as it stands; empty for a response.</summary>
    public ReadOnlySpan<byte> MethodName => _bytes.Span[.._start.MethodLength];

    /// <summary>The Request-URI of a request as it stands; empty for a response.</summary>
    public ReadOnlySpan<byte> RequestUri => _bytes.Span.Slice(_start.UriStart, _start.UriLength);

    /// <summary>Where the Request-URI begins in the message.</summary>
    public int RequestUriOffset => _start.UriStart;

    /// <summary>The status code of a response, 100 to 699; 0 for a request.</summary>
    public int StatusCode => _start.StatusCode;

    /// <summary>The reason phrase of a response; may be empty.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => _bytes.Span.Slice(_start.ReasonStart, _start.ReasonLength);

    /// <summary>The number of header fields.</summary>
    public int HeaderCount { get; private set; }

    /// <summary>The body: what follows the headers.</summary>
    public ReadOnlyMemory<byte> Body => _bytes[_headersEnd..];

    /// <summary>Start line, headers and the empty line that ends them, in bytes.</summary>
    internal int HeaderBytes => _headersEnd;

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
    public void Detach() => _bytes = _bytes.ToArray();

    /// <summary>Lets go of the bytes.</summary>
    public void Clear()
    {
        _bytes = default;
        _start = default;
        _headersEnd = 0;
        HeaderCount = 0;
    }

    /// <summary>The header field at that place, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public SipHeaderField HeaderAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, HeaderCount);
        ref readonly var slot = ref _slots[index];
        var span = _bytes.Span;
        var name = span.Slice(slot.NameStart, slot.NameLength);
        return new(slot.Header, name, span.Slice(slot.ValueStart, slot.ValueLength), slot.ValueStart);
    }

    /// <summary>The fields of a header, each value whole.</summary>
    public SipHeaderValues HeaderValues(SipHeader header) => new(this, header, default);

    /// <summary>The fields of a header by its name, long or compact, in any case, each value whole.</summary>
    public SipHeaderValues HeaderValues(ReadOnlySpan<byte> name) => new(this, SipHeaderNames.Find(name), name);

    /// <summary>The values of a header, divided at commas: for Via, Supported, Allow and their like.</summary>
    public SipListReader ListValues(SipHeader header) => new(HeaderValues(header));

    /// <summary>The values of a header by its name, divided at commas.</summary>
    public SipListReader ListValues(ReadOnlySpan<byte> name) => new(HeaderValues(name));

    /// <summary>The value of the first field of a header; false when there is none.</summary>
    public bool TryGetHeader(SipHeader header, out ReadOnlySpan<byte> value) => TryGetFirst(header, default, out value);

    /// <summary>The value of the first field of a header by its name; false when there is none.</summary>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        TryGetFirst(SipHeaderNames.Find(name), name, out value);

    /// <summary>The start line, for people. Allocates.</summary>
    public override string ToString()
    {
        var span = _bytes.Span;
        var end = span.IndexOf((byte)'\r');
        return end < 0 ? "(no message)" : Encoding.UTF8.GetString(span[..end]);
    }

    /// <summary>The next field of that header at or after <paramref name="from"/>, or -1.</summary>
    internal int FindHeader(SipHeader header, ReadOnlySpan<byte> name, int from)
    {
        for (var i = from; i < HeaderCount; i++)
        {
            ref readonly var slot = ref _slots[i];
            if (slot.Header == header
                && (header != SipHeader.Unknown
                    || Ascii.EqualsIgnoreCase(_bytes.Span.Slice(slot.NameStart, slot.NameLength), name)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads start line and headers up to the empty line; what follows is not looked at.</summary>
    internal bool TryReadHead(ReadOnlyMemory<byte> bytes, SipLimits limits, out SipFault fault)
    {
        Clear();
        _limits = limits;
        var span = bytes.Span;
        if (!SipStartLine.TryRead(span, limits, out _start, out fault))
        {
            return false;
        }

        var position = _start.Length;
        while (true)
        {
            if (!SipLine.TryRead(span, position, limits, out var line, out fault))
            {
                return false;
            }

            if (line.Next > limits.HeaderBytesMax)
            {
                fault = new(SipFaultKind.HeadersTooLong, limits.HeaderBytesMax);
                return false;
            }

            if (line.Length == 0)
            {
                _headersEnd = line.Next;
                _bytes = bytes;
                return true;
            }

            if (!TryReadHeader(span, line, limits, out fault))
            {
                return false;
            }

            position = line.Next;
        }
    }

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

    private bool TryReadHeader(ReadOnlySpan<byte> span, SipLine line, SipLimits limits, out SipFault fault)
    {
        // A line that begins with a blank continues the value before it (section 7.3.1).
        if (span[line.Start] is (byte)' ' or (byte)'\t')
        {
            if (HeaderCount == 0)
            {
                fault = new(SipFaultKind.HeaderSyntax, line.Start);
                return false;
            }

            ref var last = ref _slots[HeaderCount - 1];
            last.SetValue(span, last.ValueLength == 0 ? line.Start : last.ValueStart, line.Start + line.Length);
            fault = default;
            return true;
        }

        var nameLength = SipText.TokenLength(span[..(line.Start + line.Length)], line.Start);
        var colon = line.Start + nameLength;
        while (colon < line.Start + line.Length && span[colon] is (byte)' ' or (byte)'\t')
        {
            colon++;
        }

        if (nameLength == 0 || span[colon] != ':')
        {
            fault = new(SipFaultKind.HeaderSyntax, colon);
            return false;
        }

        if (HeaderCount == limits.HeaderCountMax)
        {
            fault = new(SipFaultKind.TooManyHeaders, line.Start);
            return false;
        }

        if (HeaderCount == _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(16, _slots.Length * 2));
        }

        ref var slot = ref _slots[HeaderCount++];
        slot.Header = SipHeaderNames.Find(span.Slice(line.Start, nameLength));
        slot.NameStart = line.Start;
        slot.NameLength = nameLength;
        slot.SetValue(span, colon + 1, line.Start + line.Length);
        fault = default;
        return true;
    }

    private bool TryGetFirst(SipHeader header, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var index = FindHeader(header, name, 0);
        value = index < 0 ? default : HeaderAt(index).Value;
        return index >= 0;
    }

    private bool TryGetSingle(SipHeader header, out ReadOnlySpan<byte> value, out int offset, out SipFault fault)
    {
        value = default;
        offset = 0;
        var index = FindHeader(header, default, 0);
        if (index < 0)
        {
            fault = new(SipFaultKind.HeaderMissing, _headersEnd);
            return false;
        }

        var second = FindHeader(header, default, index + 1);
        if (second >= 0)
        {
            fault = new(SipFaultKind.HeaderRepeated, _slots[second].NameStart);
            return false;
        }

        value = HeaderAt(index).Value;
        offset = _slots[index].ValueStart;
        fault = default;
        return true;
    }

    private struct HeaderSlot
    {
        public SipHeader Header;
        public int NameStart;
        public int NameLength;
        public int ValueStart;
        public int ValueLength;

        public void SetValue(ReadOnlySpan<byte> span, int start, int end)
        {
            ValueStart = Math.Min(SipText.SkipBlanks(span[..end], start), end);
            ValueLength = SipText.TrimEnd(span[ValueStart..end]).Length;
        }
    }
}
