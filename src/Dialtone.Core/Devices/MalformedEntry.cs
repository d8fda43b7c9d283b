using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>How unreadable SIP is written down.</summary>
internal static class MalformedEntry
{
    /// <summary>The most bytes that are kept as evidence.</summary>
    public const int BytesMax = 64;

    public static JournalEntry.Malformed Of(Now now, Step step, EndPointAddress from, DeviceInput.SipMalformed input)
    {
        var kept = input.Bytes.Span[..Math.Min(BytesMax, input.Bytes.Length)];
        return new(now.Monotonic, step, from, input.Fault.Kind.ToString(), input.Fault.Offset, [.. kept]);
    }
}
