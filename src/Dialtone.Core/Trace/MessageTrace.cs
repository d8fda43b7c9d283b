using System.Collections.Immutable;

namespace Dialtone.Core.Trace;

/// <summary>
/// The messages of one or more nodes, in order, without secrets. It is bounded: once it is full, the first that came
/// are kept, for a sign-in fails where it fails first, and the rest are counted. Not thread-safe: it is read when the
/// nodes are at rest.
/// </summary>
/// <param name="messagesMax">The most messages that are kept.</param>
/// <param name="bytesMax">The most bytes of messages that are kept.</param>
public sealed class MessageTrace(
    int messagesMax = MessageTrace.MessagesMaxDefault, int bytesMax = MessageTrace.BytesMaxDefault)
{
    /// <summary>The most messages that are kept where nobody says otherwise. A sign-in has about a hundred.</summary>
    public const int MessagesMaxDefault = 10_000;

    /// <summary>The most bytes that are kept where nobody says otherwise.</summary>
    public const int BytesMaxDefault = 32 * 1024 * 1024;

    private readonly List<TracedMessage> _messages = [];
    private long _bytes;
    private long _flows;

    /// <summary>What is kept so far.</summary>
    public ImmutableArray<TracedMessage> Messages => [.. _messages];

    /// <summary>How many messages there was no room for.</summary>
    public int LeftOut { get; private set; }

    /// <summary>How many bytes those had.</summary>
    public long BytesLeftOut { get; private set; }

    /// <summary>A number for a connection or socket that no other in this trace has.</summary>
    internal long NextFlow() => ++_flows;

    internal void AddAll(IEnumerable<TracedMessage> messages)
    {
        foreach (var message in messages)
        {
            Add(message);
        }
    }

    internal void Add(TracedMessage message)
    {
        if (_messages.Count >= messagesMax || _bytes + message.Bytes.Length > bytesMax)
        {
            LeftOut++;
            BytesLeftOut += message.Bytes.Length;
            return;
        }

        _bytes += message.Bytes.Length;
        _messages.Add(message);
    }
}
