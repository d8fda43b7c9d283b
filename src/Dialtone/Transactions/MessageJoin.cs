using System.Collections.Immutable;
using Dialtone.Core.Trace;

namespace Dialtone.Transactions;

/// <summary>The messages of several nodes as those of one, in the order of time.</summary>
internal static class MessageJoin
{
    /// <summary>Joins them. A flow keeps a number of its own.</summary>
    public static ImmutableArray<TracedMessage> Of(IReadOnlyList<MessageTrace?> traces)
    {
        var all = new List<TracedMessage>();
        var flows = 0L;
        foreach (var messages in traces.OfType<MessageTrace>().Select(trace => trace.Messages))
        {
            all.AddRange(messages.Select(message => message with { Flow = message.Flow + flows }));
            flows = all.Count == 0 ? 0 : all.Max(message => message.Flow) + 1;
        }

        return [.. all.OrderBy(message => message.At)];
    }
}
