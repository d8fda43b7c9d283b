using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dialtone.Wire.Sip;

/// <summary>
/// Reads the lines of start line and headers, one after another. A lone CR or LF is refused: two readers that disagree
/// about it would disagree about where the message ends.
/// </summary>
internal ref struct SipLineReader
{
    // Every byte that may end a line, and NUL, lies below this one. What else does is rare: a tab.
    private const byte StopsBelow = 14;

    private const int BlockBytes = 64;

    private readonly ReadOnlySpan<byte> _span;
    private readonly int _lineBytesMax;
    private int _block;
    private ulong _stops;

    /// <summary>Begins at a line's first byte.</summary>
    public SipLineReader(ReadOnlySpan<byte> span, int start, SipLimits limits)
    {
        _span = span;
        _lineBytesMax = limits.LineBytesMax;
        _block = start;
        _stops = StopsAt(start);
        Position = start;
    }

    /// <summary>Where the next line begins.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Reads the next line. <see cref="SipFaultKind.Truncated"/> means that its end is not there yet.
    /// </summary>
    /// <param name="length">Its bytes, CRLF not counted.</param>
    /// <param name="fault">What is wrong, and where.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out int length, out SipFault fault)
    {
        var start = Position;
        var stop = NextStop();
        length = stop - start;
        if (length > _lineBytesMax || (uint)(stop + 1) >= (uint)_span.Length
            || _span[stop] != '\r' || _span[stop + 1] != '\n')
        {
            fault = FaultAt(start, stop);
            return false;
        }

        // The LF has its bit too, right behind that of the CR, unless it is the first byte of the next block.
        _stops &= stop + 1 < _block + BlockBytes ? _stops - 1 : _stops;
        Position = stop + 2;
        fault = default;
        return true;
    }

    private readonly SipFault FaultAt(int start, int stop)
    {
        if (stop - start > _lineBytesMax)
        {
            return new(SipFaultKind.LineTooLong, start + _lineBytesMax);
        }

        if (stop == _span.Length || (_span[stop] == '\r' && stop + 1 == _span.Length))
        {
            return new(SipFaultKind.Truncated, _span.Length);
        }

        return new(_span[stop] == 0 ? SipFaultKind.NulByte : SipFaultKind.BareLineBreak, stop);
    }

    /// <summary>The next CR, LF or NUL at or after the position; the length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextStop()
    {
        while (true)
        {
            while (_stops == 0)
            {
                _block += BlockBytes;
                if (_block >= _span.Length)
                {
                    return _span.Length;
                }

                _stops = StopsAt(_block);
            }

            var stop = _block + BitOperations.TrailingZeroCount(_stops);
            _stops &= _stops - 1;
            if (stop >= Position && _span[stop] is (byte)'\r' or (byte)'\n' or 0)
            {
                return stop;
            }
        }
    }

    /// <summary>Of the 64 bytes from there on, a bit for each that is below <see cref="StopsBelow"/>.</summary>
    private readonly ulong StopsAt(int start)
    {
        var rest = _span[start..];
        if (rest.Length >= BlockBytes)
        {
            return Stops(rest);
        }

        if (_span.Length >= BlockBytes)
        {
            return rest.IsEmpty ? 0 : Stops(_span[^BlockBytes..]) >> (BlockBytes - rest.Length);
        }

        Span<byte> block = stackalloc byte[BlockBytes];
        block.Fill(StopsBelow);
        rest.CopyTo(block);
        return Stops(block);
    }

    private static ulong Stops(ReadOnlySpan<byte> block)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var all = Vector512.LessThan(Vector512.Create(block), Vector512.Create(StopsBelow));
            return all.ExtractMostSignificantBits();
        }

        var low = Vector256.LessThan(Vector256.Create(block), Vector256.Create(StopsBelow));
        var high = Vector256.LessThan(Vector256.Create(block[32..]), Vector256.Create(StopsBelow));
        return low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
    }
}
