using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Scenarios;

/// <content>What a device believes, held against what is so.</content>
internal sealed partial class DeviceWatch
{
    private readonly SipMessage _message = new();

    // Offsets of what could not be read in the present input, and of what the journal says of it.
    private readonly List<int> _unreadable = [];
    private readonly List<int> _written = [];
    private Instant _registerSentAt;
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

    /// <summary>Reads what the device was given, to know what it could not read.</summary>
    private void ReadAlong(FlowWatch flow, ReadOnlySpan<byte> bytes)
    {
        if (flow.Reader is not { } reader || flow.IsLost)
        {
            return;
        }

        reader.Feed(bytes);
        while (true)
        {
            switch (reader.Read(_message, out var fault))
            {
                case SipStreamRead.NeedMore:
                    return;
                case SipStreamRead.Malformed:
                    flow.IsLost = true;
                    _unreadable.Add(fault.Offset);
                    return;
                case SipStreamRead.Message when !HasItsFields(out fault):
                    _unreadable.Add(fault.Offset);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The fields without which a message belongs to nothing (RFC 3261 section 8.1.1).</summary>
    private bool HasItsFields(out SipFault fault) =>
        _message.TryGetTopVia(out _, out fault) && _message.TryGetCSeq(out _, out fault)
        && _message.TryGetCallId(out _, out fault) && _message.TryGetFrom(out _, out fault)
        && _message.TryGetTo(out _, out fault);

    private void CheckEvidence()
    {
        foreach (var offset in _unreadable)
        {
            if (!_written.Contains(offset) && !_leaves)
            {
                Note(SimulationCheck.Evidence, $"SIP that ends at byte {offset} is not in the journal");
            }
        }

        _unreadable.Clear();
        _written.Clear();
    }
}
