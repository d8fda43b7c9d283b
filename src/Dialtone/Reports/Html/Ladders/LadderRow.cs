using Dialtone.Core.Time;
using Dialtone.Core.Trace;

namespace Dialtone.Reports.Html.Ladders;

/// <summary>One row of the drawing.</summary>
internal abstract record LadderRow
{
    /// <summary>A message, or the same one several times with nothing between.</summary>
    /// <param name="Lane">The lane of the other side.</param>
    /// <param name="Message">The first of them.</param>
    /// <param name="Mark">What is amiss with it.</param>
    /// <param name="Count">How many they are.</param>
    /// <param name="Last">When the last one was.</param>
    public sealed record Arrow(int Lane, TracedMessage Message, LadderMark Mark, int Count, Instant Last) : LadderRow;

    /// <summary>A while without any message.</summary>
    public sealed record Wait(TimeSpan For) : LadderRow;

    /// <summary>Messages that there is no room for.</summary>
    public sealed record LeftOut(int Count) : LadderRow;
}
