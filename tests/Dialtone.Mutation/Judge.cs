namespace Dialtone.Mutation;

/// <summary>
/// Puts an input before a codec and says what is wrong with what comes of it: an exception, an offset that is not in
/// the input, memory out of proportion, an answer that differs the second time, values that do not survive being
/// written.
/// </summary>
public sealed class Judge(Codec codec)
{
    /// <summary>How many inputs were taken.</summary>
    public long AcceptedCount { get; private set; }

    /// <summary>How many of those were written and read again.</summary>
    public long RewrittenCount { get; private set; }

    /// <summary>The most bytes that reading one input allocated.</summary>
    public long AllocatedBytesMost { get; private set; }

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="input">The input.</param>
    /// <param name="twice">Whether it is to be read a second time, too.</param>
    public string? Complaint(ReadOnlyMemory<byte> input, bool twice)
    {
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = codec.Read(input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            AllocatedBytesMost = Math.Max(AllocatedBytesMost, allocated);
            return reading.Complaint
                ?? OffsetComplaint(reading, input.Length)
                ?? AllocationComplaint(allocated, input.Length)
                ?? RewriteComplaint(reading)
                ?? codec.Check(input)
                ?? (twice && codec.Read(input) != reading ? "is read otherwise the second time" : null);
        }
        catch (Exception e)
        {
            return Text(e);
        }
    }

    private static string? OffsetComplaint(Reading reading, int length) =>
        reading.IsAccepted || (reading.FaultOffset >= 0 && reading.FaultOffset <= length && reading.FaultKind != 0)
            ? null
            : $"is refused with kind {reading.FaultKind} at {reading.FaultOffset} of {length}";

    private string? AllocationComplaint(long allocated, int length) =>
        allocated <= codec.AllocatedBytesMax(length)
            ? null
            : $"allocates {allocated} bytes for {length}; {codec.AllocatedBytesMax(length)} are allowed";

    private string? RewriteComplaint(Reading reading)
    {
        if (!reading.IsAccepted)
        {
            return null;
        }

        AcceptedCount++;
        if (!codec.TryRewrite(out var written))
        {
            return null;
        }

        RewrittenCount++;
        var again = codec.Read(written);
        return again.IsAccepted && again.Values == reading.Values
            ? null
            : again.IsAccepted ? "is written as something else" : $"is written as what kind {again.FaultKind} refuses";
    }

    // Where it was thrown tells one exception from another; what else is below it does not.
    private static string Text(Exception e)
    {
        var place = e.StackTrace?.Split('\n')
            .FirstOrDefault(line => line.Contains("Dialtone", StringComparison.Ordinal));
        return $"throws {e.GetType().Name}: {e.Message} {place?.Trim()}";
    }
}
