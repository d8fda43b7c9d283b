using System.Buffers.Binary;
using System.Globalization;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Dns;

namespace Dialtone.Reports.Html.Ladders;

/// <summary>
/// Tells which messages went wrong: by what they say themselves, and by what of the journal shows what failed.
/// </summary>
internal sealed class LadderMarks
{
    private const int DnsHeaderBytes = 12;
    private const int NoError = (int)DnsResponseCode.NoError;
    private const int NoSuchName = (int)DnsResponseCode.NoSuchName;

    private readonly HashSet<(Instant At, TracedProtocol Protocol)> _shown = [];
    private readonly HashSet<(long Flow, ushort Id)> _answeredQueries = [];
    private readonly Dictionary<(long Flow, TracedProtocol Protocol), Instant> _lastHeard = [];
    private readonly Dictionary<long, Instant> _closed = [];
    private readonly HashSet<long> _spokenOn = [];
    private readonly HashSet<long> _heardOf = [];

    /// <summary>Prepares a result.</summary>
    public LadderMarks(TransactionResult result)
    {
        var failed = result.Steps.Where(step => step.Result == StepResult.Failed).SelectMany(step => step.Evidence);
        var blocking = result.Findings.Causes.Where(cause => cause.Severity == FindingSeverity.Blocking)
            .SelectMany(cause => cause.Evidence);
        foreach (var entry in failed.Concat(blocking).Where(IsTrouble))
        {
            foreach (var protocol in ProtocolsOf(entry.Step))
            {
                _ = _shown.Add((entry.At, protocol));
            }
        }

        foreach (var message in result.Messages)
        {
            _ = message.Protocol != TracedProtocol.Connection && _spokenOn.Add(message.Flow);
            if (message.Event is TracedEvent.Closed or TracedEvent.Aborted)
            {
                _closed[message.Flow] = message.At;
            }

            if (message.IsSent)
            {
                continue;
            }

            _lastHeard[(message.Flow, message.Protocol)] = message.At;
            _ = message.Why != ChannelEnd.TimedOut && _heardOf.Add(message.Flow);
            if (IdOf(message) is { } id)
            {
                _ = _answeredQueries.Add((message.Flow, id));
            }
        }
    }

    /// <summary>What is amiss with a message.</summary>
    public LadderMark Of(TracedMessage message) =>
        message.IsSent ? IsUnanswered(message) ? LadderMark.Unanswered : LadderMark.None
        : SaysNo(message) || IsDistrusted(message) || _shown.Contains((message.At, message.Protocol))
            ? LadderMark.Failed
        : LadderMark.None;

    private static bool SaysNo(TracedMessage message) => message.Protocol switch
    {
        TracedProtocol.Connection => message.Event == TracedEvent.Ended
            && message.Why is not (ChannelEnd.ClosedByPeer or ChannelEnd.LocalAddressGone),

        // To be asked for a proof is no refusal; where it is one, the journal shows it.
        TracedProtocol.Sip or TracedProtocol.Http => StatusOf(message) is >= 400 and not (401 or 407),

        // That a name does not exist is an answer, and often the right one.
        TracedProtocol.Dns => message.Bytes.Length >= DnsHeaderBytes
            && (message.Bytes[3] & 0xF) is not (NoError or NoSuchName),
        TracedProtocol.Dhcp => message.Title.Contains("NAK", StringComparison.Ordinal),
        _ => false,
    };

    // A connection that the device closes as soon as it is secured, and never uses: the certificate was no good.
    private bool IsDistrusted(TracedMessage message) => message.Event == TracedEvent.Secured
        && !_spokenOn.Contains(message.Flow)
        && _closed.TryGetValue(message.Flow, out var closed) && closed == message.At;

    private bool IsUnanswered(TracedMessage message) => message.Protocol switch
    {
        TracedProtocol.Connection => message.Event == TracedEvent.Connecting && !_heardOf.Contains(message.Flow),
        TracedProtocol.Dns when IdOf(message) is { } id => !_answeredQueries.Contains((message.Flow, id)),

        // What begins with a digit is a response, and nobody answers that; nor ACK.
        _ => !(message.Title is [>= '0' and <= '9', ..] or ['A', 'C', 'K', ..])
            && !(_lastHeard.TryGetValue((message.Flow, message.Protocol), out var heard) && heard >= message.At),
    };

    private static int? StatusOf(TracedMessage message) => message.Title is [_, _, _, ..]
        && int.TryParse(message.Title.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status : null;

    private static ushort? IdOf(TracedMessage message) =>
        message is { Protocol: TracedProtocol.Dns, Bytes.Length: >= DnsHeaderBytes }
            ? BinaryPrimitives.ReadUInt16BigEndian(message.Bytes.AsSpan()) : null;

    // What shows a failure has also what went well before it.
    private static bool IsTrouble(JournalEntry entry) => entry switch
    {
        JournalEntry.DnsSeen { Outcome.Status: DnsStatus.Answered } => false,
        JournalEntry.Resolved { Outcome.Status: DnsStatus.Answered } => false,
        JournalEntry.Located { Outcome.Status: DnsStatus.Answered } => false,
        JournalEntry.Secured { Verdict: CertificateVerdict.Good } => false,
        JournalEntry.WebCalled { Outcome.IsSuccess: true } => false,
        JournalEntry.RelayChecked { Outcome.IsGood: true } => false,
        JournalEntry.Connected or JournalEntry.Challenged or JournalEntry.SchemePassedOver or JournalEntry.Authenticated
            or JournalEntry.Registered or JournalEntry.Redirected or JournalEntry.Provisioned
            or JournalEntry.RelayCredentialsGranted or JournalEntry.CertificateSought
            or JournalEntry.CertificateObtained or JournalEntry.RootsLearned or JournalEntry.ContactsReceived
            or JournalEntry.Published or JournalEntry.ContactsShown or JournalEntry.RaceLost
            or JournalEntry.SmallSegments => false,
        JournalEntry.SignedOut signedOut => !signedOut.Confirmed,
        _ => true,
    };

    private static ReadOnlySpan<TracedProtocol> ProtocolsOf(Step step) => step switch
    {
        Step.Dhcp => [TracedProtocol.Dhcp],
        Step.Dhcp6 => [TracedProtocol.Dhcp6],
        Step.Dns or Step.Resolve => [TracedProtocol.Dns],
        Step.Connect or Step.Tls => [TracedProtocol.Connection],
        Step.Lyncdiscover or Step.Certificate => [TracedProtocol.Http, TracedProtocol.Connection],
        Step.Relays => [TracedProtocol.Sip, TracedProtocol.Turn, TracedProtocol.Connection],
        Step.Register or Step.Authenticate or Step.Provision or Step.Contacts or Step.SignOut => [TracedProtocol.Sip],
        _ => [],
    };
}
