using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Dialtone.Wire.Sip;

/// <summary>
/// Writes one request or response after another into a buffer. Content-Length is computed. A line break or NUL in what
/// a caller gives is refused: it would let data end a header and begin another.
/// <code>
/// writer.BeginRequest(SipMethod.Register, "sip:contoso.example"u8);
/// writer.Header(SipHeader.MaxForwards, 70);
/// writer.BeginHeader(SipHeader.From).Append("&lt;sip:alice@contoso.example&gt;;tag="u8).Append(tag).EndHeader();
/// writer.End();
/// </code>
/// </summary>
/// <param name="output">Where the bytes go.</param>
public sealed class SipWriter(IBufferWriter<byte> output) : IBufferWriter<byte>
{
    // Room that was asked for at once: as much as is left of the buffer of most outputs.
    private const int RoomBytesMin = 256;

    private readonly IBufferWriter<byte> _output = output;
    private byte[] _room = [];
    private int _begin;
    private int _at;
    private int _end;
    private bool _isOutputs;
    private State _state;

    private enum State : byte
    {
        Idle,
        Headers,
        Value,
    }

    /// <summary>Begins a request.</summary>
    /// <exception cref="ArgumentException">The method is unknown, or the URI is empty or has white space in
    /// it.</exception>
    public SipWriter BeginRequest(SipMethod method, ReadOnlySpan<byte> uri) =>
        BeginRequest(SipMethodNames.NameOf(method), uri);

    /// <summary>Begins a request with a method of any name.</summary>
    /// <exception cref="ArgumentException">The method is not a token, or the URI is empty or has white space in
    /// it.</exception>
    public SipWriter BeginRequest(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri)
    {
        Expect(State.Idle);
        if (!SipText.IsToken(method))
        {
            throw new ArgumentException("A method is a token.", nameof(method));
        }

        if (uri.IsEmpty || uri.ContainsAny(SipText.NotInUri) || uri.Contains((byte)0))
        {
            throw new ArgumentException("A Request-URI has no white space, quotes or angle brackets.", nameof(uri));
        }

        Write(method, " "u8, uri, " SIP/2.0\r\n"u8);
        _state = State.Headers;
        return this;
    }

    /// <summary>Begins a response.</summary>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reason">The reason phrase; may be empty.</param>
    /// <exception cref="ArgumentException">A line break in the reason, or a status code out of range.</exception>
    public SipWriter BeginResponse(int statusCode, ReadOnlySpan<byte> reason)
    {
        Expect(State.Idle);
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 699);
        Refuse(reason);
        Put("SIP/2.0 "u8);
        WriteNumber((uint)statusCode);
        Write(" "u8, reason, "\r\n"u8, default);
        _state = State.Headers;
        return this;
    }

    /// <summary>Writes a header.</summary>
    /// <exception cref="ArgumentException">A line break in the value, or Content-Length, which is computed.</exception>
    public SipWriter Header(SipHeader header, ReadOnlySpan<byte> value)
    {
        Expect(State.Headers);
        RefuseComputed(header);
        Refuse(value);
        Write(SipHeaderNames.NameOf(header), ": "u8, value, "\r\n"u8);
        return this;
    }

    /// <summary>Writes a header of any name.</summary>
    /// <exception cref="ArgumentException">A line break in the value, or a name that is not a token.</exception>
    public SipWriter Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        BeginHeader(name).Append(value).EndHeader();

    /// <summary>Writes a header from text, as UTF-8.</summary>
    /// <exception cref="ArgumentException">A line break in the value, or Content-Length, which is computed.</exception>
    public SipWriter Header(SipHeader header, string value) => BeginHeader(header).Append(value).EndHeader();

    /// <summary>Writes a header that is a number.</summary>
    /// <exception cref="ArgumentException">Content-Length, which is computed.</exception>
    public SipWriter Header(SipHeader header, uint value) => BeginHeader(header).Append(value).EndHeader();

    /// <summary>Begins a header whose value is written in pieces.</summary>
    /// <exception cref="ArgumentException">Content-Length, which is computed.</exception>
    public SipWriter BeginHeader(SipHeader header)
    {
        Expect(State.Headers);
        RefuseComputed(header);
        Write(SipHeaderNames.NameOf(header), ": "u8, default, default);
        _state = State.Value;
        return this;
    }

    /// <summary>Begins a header of any name whose value is written in pieces.</summary>
    /// <exception cref="ArgumentException">The name is not a token, or is Content-Length, which is
    /// computed.</exception>
    public SipWriter BeginHeader(ReadOnlySpan<byte> name)
    {
        Expect(State.Headers);
        if (!SipText.IsToken(name) || SipHeaderNames.Find(name) == SipHeader.ContentLength)
        {
            throw new ArgumentException("A header name is a token, and Content-Length is computed.", nameof(name));
        }

        Write(name, ": "u8, default, default);
        _state = State.Value;
        return this;
    }

    /// <summary>Writes a piece of the value as it is.</summary>
    /// <exception cref="ArgumentException">A line break in it.</exception>
    public SipWriter Append(ReadOnlySpan<byte> piece)
    {
        Expect(State.Value);
        Refuse(piece);
        Put(piece);
        return this;
    }

    /// <summary>Writes a piece of the value as UTF-8.</summary>
    /// <exception cref="ArgumentException">A line break in it.</exception>
    public SipWriter Append(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        Expect(State.Value);
        if (piece.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException("A header value has no line break.", nameof(piece));
        }

        _at += Encoding.UTF8.GetBytes(piece, Room(Encoding.UTF8.GetMaxByteCount(piece.Length)));
        return this;
    }

    /// <summary>Writes a number in decimal digits.</summary>
    public SipWriter Append(uint number)
    {
        Expect(State.Value);
        WriteNumber(number);
        return this;
    }

    /// <summary>Writes a quoted string: quotes around it, a backslash before each quote and backslash in it.</summary>
    /// <exception cref="ArgumentException">A line break in it.</exception>
    public SipWriter AppendQuoted(ReadOnlySpan<byte> text)
    {
        Expect(State.Value);
        Refuse(text);
        Put("\""u8);
        for (var special = text.IndexOfAny((byte)'"', (byte)'\\'); special >= 0;
            special = text.IndexOfAny((byte)'"', (byte)'\\'))
        {
            Put(text[..special]);
            Put("\\"u8);
            Put(text.Slice(special, 1));
            text = text[(special + 1)..];
        }

        Put(text);
        Put("\""u8);
        return this;
    }

    /// <summary>
    /// Writes a value that was read from another message; a fold in it becomes one blank (section 7.3.1).
    /// </summary>
    public SipWriter AppendRead(ReadOnlySpan<byte> value)
    {
        Expect(State.Value);
        for (var fold = value.IndexOfAny("\r\n\0"u8); fold >= 0; fold = value.IndexOfAny("\r\n\0"u8))
        {
            Put(value[..fold]);
            Put(" "u8);
            value = value[SipText.SkipBlanks(value, fold + 1)..];
        }

        Put(value);
        return this;
    }

    /// <summary>Ends the header that was begun.</summary>
    public SipWriter EndHeader()
    {
        Expect(State.Value);
        Put("\r\n"u8);
        _state = State.Headers;
        return this;
    }

    /// <summary>
    /// Ends the message: Content-Length, the empty line and the body. The writer may begin another one.
    /// </summary>
    public void End(ReadOnlySpan<byte> body = default)
    {
        Expect(State.Headers);
        Put("Content-Length: "u8);
        WriteNumber((uint)body.Length);
        Put("\r\n\r\n"u8);
        Put(body);
        Flush();
        _state = State.Idle;
    }

    /// <summary>Ends a piece of the value that was written into the room given.</summary>
    void IBufferWriter<byte>.Advance(int count)
    {
        Expect(State.Value);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _end - _at);
        _at += count;
    }

    /// <summary>Room for a piece of the value, for what writes one by itself and keeps line breaks out.</summary>
    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Expect(State.Value);
        _ = Room(Math.Max(sizeHint, 1));
        return _room.AsMemory(_at.._end);
    }

    /// <inheritdoc cref="IBufferWriter{T}.GetSpan"/>
    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Expect(State.Value);
        return Room(Math.Max(sizeHint, 1));
    }

    private static void RefuseComputed(SipHeader header)
    {
        if (header == SipHeader.ContentLength)
        {
            throw new ArgumentException("Content-Length is computed.", nameof(header));
        }
    }

    private static void Refuse(ReadOnlySpan<byte> piece)
    {
        if (piece.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0)
        {
            throw new ArgumentException("A header value has no line break.", nameof(piece));
        }
    }

    // One piece of room for all four: asking for it is what costs.
    private void Write(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        var length = first.Length + second.Length + third.Length + fourth.Length;
        var span = Room(length);
        first.CopyTo(span);
        span = span[first.Length..];
        second.CopyTo(span);
        span = span[second.Length..];
        third.CopyTo(span);
        fourth.CopyTo(span[third.Length..]);
        _at += length;
    }

    private void WriteNumber(uint number)
    {
        _ = Utf8Formatter.TryFormat(number, Room(10), out var written);
        _at += written;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _at += bytes.Length;
    }

    /// <summary>Room for that many bytes or more, in one piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(int bytes)
    {
        if (_end - _at < bytes)
        {
            MakeRoom(bytes);
        }

        return _room.AsSpan(_at, _end - _at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeRoom(int bytes)
    {
        Flush();
        bytes = Math.Max(bytes, RoomBytesMin);
        _isOutputs = MemoryMarshal.TryGetArray<byte>(_output.GetMemory(bytes), out var segment);
        segment = _isOutputs ? segment : new(new byte[bytes]);
        _room = segment.Array!;
        _begin = _at = segment.Offset;
        _end = segment.Offset + segment.Count;
    }

    private void Flush()
    {
        if (_isOutputs)
        {
            _output.Advance(_at - _begin);
        }
        else
        {
            _output.Write(_room.AsSpan(_begin, _at - _begin));
        }

        _room = [];
        _begin = _at = _end = 0;
        _isOutputs = false;
    }

    private void Expect(State state)
    {
        if (_state != state)
        {
            Refuse(state);
        }
    }

    private void Refuse(State state) =>
        throw new InvalidOperationException($"The writer is at {_state}, and this needs {state}.");
}
