using System.Globalization;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Pcapng;

/// <summary>What is said of packets: what they are, which step they belong to, and which finding they show.</summary>
internal sealed class PacketComments
{
    private readonly TransactionResult _result;
    private readonly Dictionary<int, List<string>> _lines = [];

    public PacketComments(TransactionResult result)
    {
        _result = result;
        foreach (var step in result.Steps.Where(step => step.Result != StepResult.NotRun))
        {
            AddAll(step.Evidence, $"Step: {Words.Of(step.Step)}, {Words.Of(step.Result)}");
        }

        foreach (var cause in result.Findings.Causes)
        {
            AddAll(cause.Evidence, $"Finding: {Title(cause)}");
        }

        foreach (var (finding, of) in result.Findings.Consequences)
        {
            AddAll(finding.Evidence, $"Finding: {Title(finding)}, which follows from {of.Code}");
        }

        MoveToBeginnings();
    }

    /// <summary>What is said of the whole capture.</summary>
    public string OfFile() => string.Join('\n',
    [
        TransactionText.Verdict(_result),
        .. _result.Findings.Causes.Select(Title),
        "What was inside TLS stands here as it was inside. The headers of IP, UDP and TCP are made.",
        "Passwords, tickets and keys were taken out.",
        .. _result.MessagesLeftOut == 0 ? (string[])[]
            : [string.Create(CultureInfo.InvariantCulture, $"Messages left out for room: {_result.MessagesLeftOut}.")],
    ]);

    /// <summary>What is said of a message.</summary>
    public IEnumerable<string> Of(int index, PacketFlow flow)
    {
        var message = _result.Messages[index];
        var isElsewhere = flow.Ports.RealPort != flow.Ports.Port;
        yield return message.Event switch
        {
            TracedEvent.None when message.IsSecured && isElsewhere =>
                $"{message.Title} (inside TLS, at port {flow.Ports.RealPort})",
            TracedEvent.None when message.IsSecured => $"{message.Title} (inside TLS)",
            _ when isElsewhere => $"{message.Title} (at port {flow.Ports.RealPort})",
            _ => message.Title,
        };
        foreach (var line in _lines.GetValueOrDefault(index) ?? [])
        {
            yield return line;
        }
    }

    private static string Title(Finding finding) => $"{finding.Code} {finding.Title}";

    private void AddAll(IEnumerable<JournalEntry> evidence, string line)
    {
        foreach (var entry in evidence)
        {
            if (IndexOf(entry) is { } index)
            {
                Add(index, line);
            }
        }
    }

    private void Add(int index, string line)
    {
        var lines = _lines.TryGetValue(index, out var there) ? there : _lines[index] = [];
        if (!lines.Contains(line))
        {
            lines.Add(line);
        }
    }

    /// <summary>
    /// The message that an entry of the journal is of: what arrived at that very moment, or else what went before it.
    /// </summary>
    private int? IndexOf(JournalEntry entry)
    {
        int? before = null;
        for (var i = 0; i < _result.Messages.Length && _result.Messages[i].At <= entry.At; i++)
        {
            var message = _result.Messages[i];
            if (!IsOf(entry.Step, message.Protocol))
            {
                continue;
            }

            if (message.At == entry.At && !message.IsSent)
            {
                return i;
            }

            before = i;
        }

        return before;
    }

    private static bool IsOf(Step step, TracedProtocol protocol) => step switch
    {
        Step.Dhcp => protocol == TracedProtocol.Dhcp,
        Step.Dhcp6 => protocol == TracedProtocol.Dhcp6,
        Step.Dns or Step.Resolve => protocol == TracedProtocol.Dns,
        Step.Connect or Step.Tls => protocol == TracedProtocol.Connection,
        Step.Lyncdiscover or Step.Certificate => protocol == TracedProtocol.Http,
        Step.Relays => protocol is TracedProtocol.Turn or TracedProtocol.Sip,
        _ => protocol == TracedProtocol.Sip,
    };

    /// <summary>
    /// A connection that nobody answered is one packet: what is to be said of its end is said of its beginning.
    /// </summary>
    private void MoveToBeginnings()
    {
        foreach (var flow in _result.Messages.Select((message, index) => (message, index))
            .Where(each => each.message.IsStream).GroupBy(each => each.message.Flow))
        {
            var (first, last) = (flow.First(), flow.Last());
            var isAnswered = flow.Any(each => each.message.Event is TracedEvent.None or TracedEvent.Connected)
                || last.message.Why == Core.Net.ChannelEnd.Refused;
            if (isAnswered || first.index == last.index)
            {
                continue;
            }

            var took = Words.Of(last.message.At - first.message.At);
            Add(first.index, $"{last.message.Title} after {took}");
            foreach (var line in _lines.GetValueOrDefault(last.index) ?? [])
            {
                Add(first.index, line);
            }
        }
    }
}
