using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <summary>The entry about a message that its server did not sign as it must.</summary>
internal static class NotProvedEntry
{
    public static JournalEntry.SignatureRefused Of(
        Now now, Candidate candidate, EndPointAddress remote, DeviceInput.SipNotProved input) =>
        new(now.Monotonic, candidate, remote, input.Fault, NameOf(input.Message));

    private static string NameOf(SipMessage message) =>
        message.IsRequest ? PeerText.Of(message.MethodName)
            : message.TryGetCSeq(out var cseq, out _)
                ? FormattableString.Invariant($"{message.StatusCode} to {Encoding.ASCII.GetString(cseq.MethodName)}")
                : FormattableString.Invariant($"{message.StatusCode}");
}
