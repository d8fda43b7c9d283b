using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Scenarios;

/// <content>What a device believes, held against what is so.</content>
internal sealed partial class DeviceWatch
{
    private readonly SipMessage _message = new();

    // Offsets of what could not be read in the present input, and of what the journal says of it.
    private readonly List<(int Offset, bool IsBehindAnother)> _unreadable = [];
    private readonly List<int> _written = [];
    private readonly List<(DnsQuestion Question, int Offset)> _unreadableDns = [];
    private readonly List<JournalEntry.DnsSeen> _dnsSeen = [];
    private Instant _boundUntil;
    private bool _mayBeChanged;

    /// <summary>
    /// Who believes to be signed in has a binding, at least until the time is over that was granted, counted from when
    /// the request left. Nothing is said where bytes may have changed on a way without TLS: the Registrar then did not
    /// get what the device sent.
    /// </summary>
    private void CheckBinding()
    {
        if (!_isSignedIn || _isOff || _leaves || _mayBeChanged || _world.Time >= _boundUntil)
        {
            return;
        }

        var user = _settings.Account.User;
        if (!_lab.Nodes.Pool01Directory.IsBound(user, _instance, _world.Time)
            && !_lab.Nodes.Pool02Directory.IsBound(user, _instance, _world.Time))
        {
            Note(SimulationCheck.Binding, "believes to be signed in, and no Registrar has a binding");
        }
    }

    /// <summary>
    /// When all has been well for longer than pools take to send guests home, nobody is left at a backup: neither by
    /// what the Registrar last said, nor by where the binding is.
    /// </summary>
    private void CheckHome()
    {
        if (_isStandard || !_isSignedIn || _isOff || _leaves || _registered is not { } last)
        {
            return;
        }

        if (last.Grants?.PresenceState is { IsConnectedToPrimary: false })
        {
            Note(SimulationCheck.Home, $"believes to be at a backup still: {last.Candidate}");
        }

        var other = _account.Home == LabPool.Pool01 ? LabPool.Pool02 : LabPool.Pool01;
        if (last.Candidate.Host == _lab.Nodes.Deployment.NameOf(other))
        {
            Note(SimulationCheck.Home, $"is registered with {last.Candidate}, and its home is {_account.Home}");
        }
    }

    /// <summary>Reads what the device was given, to know what it could not read.</summary>
    private void ReadAlong(FlowWatch flow, ReadOnlySpan<byte> bytes)
    {
        if (flow.Reader is not { } reader || flow.IsLost)
        {
            return;
        }

        reader.Feed(bytes);
        for (var isBehindAnother = false; ; isBehindAnother = true)
        {
            switch (reader.Read(_message, out var fault))
            {
                case SipStreamRead.NeedMore:
                    return;
                case SipStreamRead.Malformed:
                    flow.IsLost = true;
                    _unreadable.Add((fault.Offset, isBehindAnother));
                    return;
                case SipStreamRead.Message when !HasItsFields(out fault):
                    _unreadable.Add((fault.Offset, isBehindAnother));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>An answer of DNS to the question asked here, which does not say that it was cut short.</summary>
    private void ReadAlong(FlowWatch flow, NetInput.Datagram datagram)
    {
        if (flow.Query is { Question: { } question } query && datagram.From == _lab.Nodes.Deployment.DnsEndPoint
            && DnsHeader.TryRead(datagram.Bytes.Span, out var header) && header.IsResponse && header.Id == query.Id
            && !header.IsTruncated && !DnsMessage.TryRead(datagram.Bytes.Span, out _, out var fault))
        {
            _unreadableDns.Add((question, fault.Offset));
        }
    }

    /// <summary>
    /// What came of a question of discovery names every answer to it that could not be read. (Addresses are not looked
    /// at: a candidate that is given up leaves its question behind, and the next one asks the same again.)
    /// </summary>
    private void CheckEvidence(JournalEntry.DnsSeen seen)
    {
        if (seen.Outcome.Tries.IsEmpty)
        {
            // From the cache, or given up before anything was said.
            return;
        }

        for (var i = _unreadableDns.Count - 1; i >= 0; i--)
        {
            var (question, offset) = _unreadableDns[i];
            if (question != seen.Question)
            {
                continue;
            }

            _unreadableDns.RemoveAt(i);
            if (!seen.Outcome.Tries.Any(one => one.Fault is { } fault && fault.Offset == offset))
            {
                Note(
                    SimulationCheck.Evidence,
                    $"an answer to {question} that ends at byte {offset} is not in the journal");
            }
        }
    }

    /// <summary>The fields without which a message belongs to nothing (RFC 3261 section 8.1.1).</summary>
    private bool HasItsFields(out SipFault fault) =>
        _message.TryGetTopVia(out _, out fault) && _message.TryGetCSeq(out _, out fault)
        && _message.TryGetCallId(out _, out fault) && _message.TryGetFrom(out _, out fault)
        && _message.TryGetTo(out _, out fault);

    /// <param name="isClosed">
    /// Whether the device closed the connection, perhaps for a message before the one that cannot be read.
    /// </param>
    private void CheckEvidence(bool isClosed)
    {
        foreach (var (offset, isBehindAnother) in _unreadable)
        {
            if (!_written.Contains(offset) && !_leaves && !(isClosed && isBehindAnother))
            {
                Note(SimulationCheck.Evidence, $"SIP that ends at byte {offset} is not in the journal");
            }
        }

        _unreadable.Clear();
        _written.Clear();
        _dnsSeen.ForEach(CheckEvidence);
        _dnsSeen.Clear();
    }
}
