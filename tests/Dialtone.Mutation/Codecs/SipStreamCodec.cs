using Dialtone.Wire.Sip;

namespace Dialtone.Mutation.Codecs;

/// <summary>SIP on a stream: messages, keep-alives and faults.</summary>
public sealed class SipStreamCodec : StreamCodec
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
    public override Reading ReadPieces(ReadOnlySpan<byte> input, ReadOnlySpan<int> cuts)
    {
        using var reader = new SipStreamReader(SipLimits.Default);
        var values = new SipValues(input.Length);
        var hash = default(ValueHash);
        SipFault fault = default;
        string? complaint = null;
        var fed = 0;
        for (var i = 0; i <= cuts.Length && !fault.IsFault; i++)
        {
            var end = i < cuts.Length ? cuts[i] : input.Length;
            reader.Feed(input[fed..end]);
            fed = end;
            fault = ReadAll(reader, ref values, ref hash);
            complaint ??= Complaint(reader, fed, fault);
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
