using Dialtone.Wire.Sip;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// SIP on a stream: whatever the pieces in which it arrives, the same messages, keep-alives and faults come out.
/// </summary>
public sealed class SipStreamCodec : Codec
{
    private readonly SipMessage _message = new();

    /// <inheritdoc/>
    public override string Name => "sip-stream";

    /// <inheritdoc/>
    public override int Share => 2;

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens => SipTokens.All;

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 65_536 + (8L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input) => Read(input.Span, byteByByte: false, cuts: null);

    /// <inheritdoc/>
    public override string? Check(ReadOnlyMemory<byte> input)
    {
        var whole = Read(input.Span, byteByByte: false, cuts: null);

        // From the input itself, so that an input kept in the corpus is cut again where it was.
        var hash = default(ValueHash);
        hash.Add(input.Span);
        var chance = new Chance(hash.Value);
        var pieces = Read(input.Span, byteByByte: chance.OneIn(32), chance);
        return pieces == whole ? pieces.Complaint : "comes out otherwise in pieces";
    }

    private Reading Read(ReadOnlySpan<byte> input, bool byteByByte, Chance? cuts)
    {
        using var reader = new SipStreamReader(SipLimits.Default);
        var values = new SipValues(input.Length);
        var (hash, chance) = (default(ValueHash), cuts.GetValueOrDefault());
        SipFault fault = default;
        string? complaint = null;
        for (var rest = input; !rest.IsEmpty && !fault.IsFault;)
        {
            var size = byteByByte ? 1 : cuts is null ? rest.Length : 1 + chance.Below(rest.Length);
            reader.Feed(rest[..size]);
            rest = rest[size..];
            fault = ReadAll(reader, ref values, ref hash);
            complaint ??= Complaint(reader, input.Length - rest.Length, fault);
        }

        hash.Add((ulong)reader.Consumed);
        hash.Add(values.Hash);
        return fault.IsFault
            ? new(false, hash.Value, (int)fault.Kind, (int)reader.Consumed + fault.Offset,
                complaint ?? values.Complaint)
            : Reading.Accepted(hash.Value, complaint ?? values.Complaint);
    }

    private SipFault ReadAll(SipStreamReader reader, ref SipValues values, ref ValueHash hash)
    {
        while (true)
        {
            var read = reader.Read(_message, out var fault);
            if (read == SipStreamRead.NeedMore)
            {
                return default;
            }

            hash.Add((ulong)read);
            if (read == SipStreamRead.Message)
            {
                values.Add(_message);
            }
            else if (read == SipStreamRead.Malformed)
            {
                return fault;
            }
        }
    }

    private static string? Complaint(SipStreamReader reader, int fed, SipFault fault) =>
        reader.Consumed + reader.Pending != fed && !fault.IsFault ? "loses bytes"
        : reader.Pending == 0 && reader.BufferBytes > 0 ? "keeps a buffer between messages"
        : reader.BufferBytes > 4 * (fed + 1024) ? $"keeps {reader.BufferBytes} bytes for {fed}"
        : null;
}
