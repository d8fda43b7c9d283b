using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// One result in the spool: lengths of run, page and data, flags and a check value (CRC-32C) over these and what
/// follows, all little-endian; then the run as JSON, and page and data as they are kept.
/// </summary>
internal static class SpoolRecord
{
    /// <summary>The bytes before the content.</summary>
    public const int HeadBytes = 17;

    private const int CheckAt = 13;
    private const byte PlainFlag = 1;
    private const byte ReportFlag = 2;

    /// <summary>What the head of a record says.</summary>
    /// <param name="Run">How many bytes the run has.</param>
    /// <param name="Page">How many the page.</param>
    /// <param name="Data">How many the data.</param>
    /// <param name="IsPlain">Whether the run was healthy and changed nothing.</param>
    /// <param name="HasReport">Whether there is a report.</param>
    public readonly record struct Head(int Run, int Page, int Data, bool IsPlain, bool HasReport)
    {
        /// <summary>How many bytes the record has, its head included.</summary>
        public int Length => HeadBytes + Run + Page + Data;
    }

    public static void Write(CheckRun run, IBufferWriter<byte> destination)
    {
        var json = new ArrayBufferWriter<byte>();
        RunJson.Write(run, json);
        var report = run.Report is { } given
            && HeadBytes + (long)json.WrittenCount + given.Page.Length + given.Data.Length
                <= OutboxLimits.RecordBytesMax ? given : null;
        Write(json.WrittenSpan, report, GivingUp.IsPlain(run), destination);
    }

    /// <summary>The same record without its report.</summary>
    public static void WriteWithoutReport(ReadOnlySpan<byte> record, IBufferWriter<byte> destination)
    {
        if (TryReadHead(record, out var head))
        {
            Write(record.Slice(HeadBytes, head.Run), null, head.IsPlain, destination);
        }
    }

    /// <summary>Reads the head; lengths that are over the limit are none of ours.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> record, out Head head)
    {
        head = default;
        if (record.Length < HeadBytes)
        {
            return false;
        }

        var run = BinaryPrimitives.ReadInt32LittleEndian(record);
        var page = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
        var data = BinaryPrimitives.ReadInt32LittleEndian(record[8..]);
        if (run < 0 || page < 0 || data < 0 || (long)run + page + data > OutboxLimits.RecordBytesMax)
        {
            return false;
        }

        head = new(run, page, data, (record[12] & PlainFlag) != 0, (record[12] & ReportFlag) != 0);
        return true;
    }

    /// <summary>Whether a whole record is as it was written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[CheckAt..]) == CheckOf(record);

    /// <summary>Reads a whole record.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> record, [NotNullWhen(true)] out CheckRun? run)
    {
        run = null;
        if (!TryReadHead(record.Span, out var head) || record.Length != head.Length || !IsSound(record.Span)
            || !RunJson.TryRead(record.Slice(HeadBytes, head.Run), out run))
        {
            return false;
        }

        if (head.HasReport)
        {
            var page = HeadBytes + head.Run;
            run = run with
            {
                Report = new(record.Slice(page, head.Page), record.Slice(page + head.Page, head.Data)),
            };
        }

        return true;
    }

    private static void Write(
        ReadOnlySpan<byte> json, RunReport? report, bool isPlain, IBufferWriter<byte> destination)
    {
        var page = report is null ? [] : report.Page.Span;
        var data = report is null ? [] : report.Data.Span;
        var length = HeadBytes + json.Length + page.Length + data.Length;
        var record = destination.GetSpan(length)[..length];
        BinaryPrimitives.WriteInt32LittleEndian(record, json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], page.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], data.Length);
        record[12] = (byte)((isPlain ? PlainFlag : 0) | (report is null ? 0 : ReportFlag));
        json.CopyTo(record[HeadBytes..]);
        page.CopyTo(record[(HeadBytes + json.Length)..]);
        data.CopyTo(record[(HeadBytes + json.Length + page.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[CheckAt..], CheckOf(record));
        destination.Advance(length);
    }

    private static uint CheckOf(ReadOnlySpan<byte> record) =>
        Crc(Crc(uint.MaxValue, record[..CheckAt]), record[HeadBytes..]);

    private static uint Crc(uint crc, ReadOnlySpan<byte> octets)
    {
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
        }

        foreach (var octet in octets)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return crc;
    }
}
