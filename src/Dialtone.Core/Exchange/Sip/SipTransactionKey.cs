using System.Globalization;
using System.Text;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>
/// What ties a response to its request: the branch of the topmost Via and the method of CSeq (RFC 3261 section 17.1.3).
/// Lync clients send no branch, and their servers none back; Call-ID and CSeq number then stand in, as in section
/// 17.2.3 for the older peers of RFC 2543.
/// </summary>
internal readonly record struct SipTransactionKey(string Text)
{
    public static bool TryRead(SipMessage message, out SipTransactionKey key, out SipFault fault)
    {
        key = default;
        if (!message.TryGetTopVia(out var via, out fault) || !message.TryGetCSeq(out var cseq, out fault)
            || !message.TryGetCallId(out var callId, out fault)
            || !message.TryGetFrom(out _, out fault) || !message.TryGetTo(out _, out fault))
        {
            return false;
        }

        var method = Encoding.ASCII.GetString(cseq.MethodName);
        var branch = via.Branch;
        key = new(branch.IsEmpty
            ? string.Create(CultureInfo.InvariantCulture, $"{cseq.Number} {method} {Encoding.Latin1.GetString(callId)}")
            : $"{method} {Encoding.Latin1.GetString(branch)}");
        return true;
    }
}
