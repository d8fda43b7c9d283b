using System.Globalization;
using System.Text;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Requests over UDP that were answered: what comes again is absorbed and gets the same answer, until timer J (RFC 3261
/// section 17.2.2).
/// </summary>
/// <param name="timers">The timer values.</param>
/// <param name="transactionsMax">The most that are kept; one more drops the oldest.</param>
internal sealed class SipServerTransactions(SipTimers timers, int transactionsMax)
{
    /// <summary>A longer answer is not kept: its request is answered anew when it comes again.</summary>
    public const int AnswerBytesMax = 4096;

    private readonly Dictionary<Key, Entry> _entries = [];

    // Timer J is the same for all, so that the oldest ends first.
    private readonly Queue<Key> _byAge = new();

    public int Count => _entries.Count;

    /// <summary>When <see cref="Expire"/> is due; <c>null</c> when nothing is kept.</summary>
    public Instant? Deadline => _byAge.TryPeek(out var oldest) ? _entries[oldest].Transaction.Deadline : null;

    /// <summary>The answer that a request had before; false for one that is new.</summary>
    public bool TryRepeat(
        SipMessage request, EndPointAddress source, Instant now, out ReadOnlyMemory<byte> answer)
    {
        answer = default;
        if (!_entries.TryGetValue(KeyOf(request, source), out var entry)
            || entry.Transaction.Handle(now, SipServerInput.RequestAgain) != SipServerAction.Repeat)
        {
            return false;
        }

        answer = entry.Answer;
        return true;
    }

    /// <summary>Keeps the final answer to a request; answers whether an older one had to go for it.</summary>
    public bool Keep(SipMessage request, EndPointAddress source, Instant now, ReadOnlyMemory<byte> answer)
    {
        if (answer.Length > AnswerBytesMax)
        {
            return false;
        }

        var key = KeyOf(request, source);
        var transaction = new SipServerTransaction(now, timers, isReliable: false);
        _ = transaction.Handle(now, SipServerInput.Final);
        if (!_entries.TryAdd(key, new(transaction, answer.ToArray())))
        {
            return false;
        }

        _byAge.Enqueue(key);
        return _entries.Count > transactionsMax && _entries.Remove(_byAge.Dequeue());
    }

    /// <summary>Forgets those whose timer J has ended.</summary>
    public void Expire(Instant now)
    {
        while (Deadline <= now)
        {
            _ = _entries.Remove(_byAge.Dequeue());
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _byAge.Clear();
    }

    // Branch, sent-by and method (section 17.2.3), and beside them what older peers without a branch are told apart
    // by. The source belongs to it: a stranger that guesses a branch is not given another's answer.
    private static Key KeyOf(SipMessage request, EndPointAddress source)
    {
        _ = request.TryGetTopVia(out var via, out _);
        _ = request.TryGetCallId(out var callId, out _);
        _ = request.TryGetCSeq(out var cseq, out _);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{Latin(via.Branch)} {Latin(via.Host)}:{via.Port} {cseq.Number} {Latin(cseq.MethodName)} {Latin(callId)}");
        return new(text, source);
    }

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private readonly record struct Key(string Text, EndPointAddress Source);

    private readonly record struct Entry(SipServerTransaction Transaction, ReadOnlyMemory<byte> Answer);
}
