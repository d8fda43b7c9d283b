using System.Buffers;

namespace Dialtone.Wire.Sip;

/// <summary>What <see cref="SipStreamReader.Read"/> came to.</summary>
public enum SipStreamRead : byte
{
    /// <summary>Nothing more in what was fed; feed again.</summary>
    NeedMore,

    /// <summary>A message, valid until the reader is used again.</summary>
    Message,

    /// <summary>The peer's double CRLF keep-alive (RFC 5626 section 3.5.1).</summary>
    Ping,

    /// <summary>The CRLF that answers an announced ping.</summary>
    Pong,

    /// <summary>The bytes are not SIP; the reader stays at this answer, for a stream cannot be found again.</summary>
    Malformed,
}

/// <summary>
/// Finds messages in a stream of bytes (RFC 3261 section 18.3: Content-Length is required there). It owns no socket:
/// bytes are fed, then <see cref="Read"/> is called until it needs more. Between messages it holds no buffer.
/// </summary>
public sealed class SipStreamReader(SipLimits limits) : IDisposable
{
    private const int BufferBytesMin = 1024;

    // Within so many bytes a first line shows whether it is one of SIP: what may still change is not passed over.
    private const int BeginningBytes = SipStartLine.MethodLengthMax + 1;

    private readonly SipLimits _limits = limits;
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    // Of the message that is coming in, counted from _start: where its next unread line begins, up to where that has no
    // end, how many lines there were, and its whole length once the headers are read (0 before).
    private int _line;
    private int _endless;
    private int _lineCount;
    private int _messageLength;

    private int _pongsExpected;
    private bool _halfPing;
    private SipFault _fault;

    /// <summary>Bytes of the stream that were consumed: faults count from here.</summary>
    public long Consumed { get; private set; }

    /// <summary>Bytes held back because a message is not complete.</summary>
    public int Pending => _end - _start;

    /// <summary>
    /// Whether a new reader would go on as well: nothing is held back, no pong is expected, and no fault was met.
    /// </summary>
    public bool IsBetweenMessages => _start == _end && _pongsExpected == 0 && !_halfPing && !_fault.IsFault;

    /// <summary>The size of the buffer that is held; 0 between messages.</summary>
    public int BufferBytes => _buffer.Length;

    /// <summary>
    /// What is held back and not yet consumed: the evidence after <see cref="SipStreamRead.Malformed"/>.
    /// </summary>
    public ReadOnlySpan<byte> PendingBytes => _buffer.AsSpan(_start.._end);

    /// <summary>
    /// Says that a ping was sent, so that the next single CRLF is its pong. Without this a CRLF is half of the peer's
    /// ping, or the white space before a message that section 7.5 tells to ignore.
    /// </summary>
    public void ExpectPong() => _pongsExpected++;

    /// <summary>Says that no pong is waited for any more: from now on a CRLF is white space again.</summary>
    public void ExpectNoPong() => _pongsExpected = 0;

    /// <summary>Takes bytes in. A message that <see cref="Read"/> answered before becomes invalid.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || _fault.IsFault)
        {
            return;
        }

        MakeRoom(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Reads the next thing. Call it until it answers <see cref="SipStreamRead.NeedMore"/>.</summary>
    /// <param name="into">Is filled by a message.</param>
    /// <param name="fault">What is wrong, and at which byte after <see cref="Consumed"/>.</param>
    public SipStreamRead Read(SipMessage into, out SipFault fault)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        fault = _fault;
        if (fault.IsFault)
        {
            return SipStreamRead.Malformed;
        }

        if (_line == 0 && TryKeepAlive(out var keepAlive))
        {
            return keepAlive;
        }

        if (_start == _end)
        {
            ReturnBuffer();
            return SipStreamRead.NeedMore;
        }

        if (!TryFrame(into, out fault))
        {
            into.Clear();
            if (fault.Kind == SipFaultKind.Truncated)
            {
                fault = default;
                return SipStreamRead.NeedMore;
            }

            _fault = fault;
            return SipStreamRead.Malformed;
        }

        Consume(_messageLength);
        (_line, _endless, _lineCount, _messageLength, _halfPing) = (0, 0, 0, 0, false);
        return SipStreamRead.Message;
    }

    /// <summary>Returns the buffer of a half-received message to its pool, when the stream has ended.</summary>
    public void Dispose() => ReturnBuffer();

    private bool TryKeepAlive(out SipStreamRead read)
    {
        read = SipStreamRead.NeedMore;
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
        {
            Consume(2);
            if (_pongsExpected > 0)
            {
                _pongsExpected--;
                read = SipStreamRead.Pong;
                return true;
            }

            _halfPing = !_halfPing;
            if (!_halfPing)
            {
                read = SipStreamRead.Ping;
                return true;
            }
        }

        return _end - _start == 1 && _buffer[_start] == '\r';
    }

    /// <summary>
    /// True with the whole message read into <paramref name="into"/>; a fault of Truncated means: not all there.
    /// </summary>
    private bool TryFrame(SipMessage into, out SipFault fault)
    {
        var pending = _buffer.AsMemory(_start.._end);
        var isNew = _messageLength == 0;
        if (isNew && LineGoesOn(pending.Span))
        {
            fault = new(SipFaultKind.Truncated, pending.Length);
            return false;
        }

        if (isNew && !TryHead(pending, into, out fault))
        {
            // A CR at the end may be the first half of the line's.
            _endless = pending.Span[^1] == '\r' ? pending.Length - 1 : pending.Length;
            return false;
        }

        if (pending.Length < _messageLength)
        {
            fault = new(SipFaultKind.Truncated, pending.Length);
            return false;
        }

        if (!isNew)
        {
            return SipMessage.TryRead(pending[.._messageLength], _limits, into, out fault);
        }

        into.EndAt(_messageLength);
        fault = default;
        return true;
    }

    /// <summary>
    /// Whether all that has come since is more of one long line. Without asking, a line that arrives in small pieces
    /// would be gone through from its beginning for each of them.
    /// </summary>
    private bool LineGoesOn(ReadOnlySpan<byte> span)
    {
        if (_endless - _line < BeginningBytes || span.Length - _line > _limits.LineBytesMax
            || span.Length > _limits.HeaderBytesMax
            || span[_endless..].ContainsAny((byte)'\r', (byte)'\n', (byte)0))
        {
            return false;
        }

        _endless = span.Length;
        return true;
    }

    /// <summary>Reads the head and works out where its message ends.</summary>
    private bool TryHead(ReadOnlyMemory<byte> pending, SipMessage into, out SipFault fault)
    {
        // Nearly always the whole head is there at once, and good. Where it is not, the lines are gone through as they
        // come and before anything in them, so that what is found does not depend on how the stream was cut.
        var isWhole = _line == 0 && into.TryReadHead(pending, _limits, out _)
            && into.HeaderLines <= _limits.HeaderCountMax;
        if (!isWhole && (!TryLines(pending.Span, out fault) || !into.TryReadHead(pending, _limits, out fault)))
        {
            return false;
        }

        if (!into.TryBodyLength(out var length, out fault))
        {
            return false;
        }

        if (length is null)
        {
            fault = new(SipFaultKind.HeaderMissing, into.HeaderBytes);
            return false;
        }

        _messageLength = into.HeaderBytes + length.Value;
        _line = into.HeaderBytes;
        return true;
    }

    /// <summary>Goes on through the lines, up to the empty one.</summary>
    private bool TryLines(ReadOnlySpan<byte> span, out SipFault fault)
    {
        var lines = new SipLineReader(span, _line, _limits);
        if (_line == 0 && !SipStartLine.TryRead(span, ref lines, out _, out fault))
        {
            return false;
        }

        while (true)
        {
            _line = lines.Position;
            if (!lines.TryNext(out var length, out fault))
            {
                var isTooLong = fault.Kind == SipFaultKind.Truncated && span.Length > _limits.HeaderBytesMax;
                fault = isTooLong ? new(SipFaultKind.HeadersTooLong, _limits.HeaderBytesMax) : fault;
                return false;
            }

            if (lines.Position > _limits.HeaderBytesMax)
            {
                fault = new(SipFaultKind.HeadersTooLong, _limits.HeaderBytesMax);
                return false;
            }

            if (length == 0)
            {
                return true;
            }

            // Folded lines count too: a peer that folds without end is stopped before it fills the header section.
            if (++_lineCount > _limits.HeaderCountMax)
            {
                fault = new(SipFaultKind.TooManyHeaders, _line);
                return false;
            }
        }
    }

    private void Consume(int count)
    {
        _start += count;
        Consumed += count;
    }

    private void MakeRoom(int count)
    {
        var pending = _end - _start;
        if (_buffer.Length - _end >= count)
        {
            return;
        }

        if (_buffer.Length - pending >= count)
        {
            _buffer.AsSpan(_start, pending).CopyTo(_buffer);
        }
        else
        {
            var wanted = Math.Max(pending + count, _buffer.Length * 2);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(BufferBytesMin, wanted));
            _buffer.AsSpan(_start, pending).CopyTo(larger);
            ReturnBuffer();
            _buffer = larger;
        }

        _start = 0;
        _end = pending;
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _start = _end = 0;
    }
}
