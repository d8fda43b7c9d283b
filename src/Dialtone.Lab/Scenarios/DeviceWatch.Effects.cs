using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Scenarios;

/// <content>What a device may ask of the network, judged without the device's help.</content>
internal sealed partial class DeviceWatch
{
    /// <summary>
    /// Sockets and connections that a device may have at one time: questions to DNS, DHCP, and the racing addresses of
    /// two candidates, the one whose turn it is and the next that is made ready.
    /// </summary>
    private const int FlowsMax = 24;

    private static ReadOnlySpan<byte> RegisterLine => "REGISTER "u8;

    private readonly Dictionary<FlowId, FlowWatch> _flows = [];
    private readonly Dictionary<string, uint> _sequence = new(StringComparer.Ordinal);
    private readonly List<ReadOnlyMemory<byte>?> _durable = [];

    // Whose turn it was before this input: a turn may begin and end at one moment, and what it opened then is closed.
    private (CandidateWatch? Turn, CandidateWatch? Ahead, Candidate? Standing) _before;

    // Where a REGISTER went to whom it was before this input.
    private readonly List<FlowWatch> _overtaken = [];

    public void OnHandled(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.Secured secured when _flows.TryGetValue(secured.Flow, out var flow):
                flow.IsGood = IsGood(secured.Tls, flow, now.WallClock);
                break;
            case NetInput.Received received when _flows.TryGetValue(received.Flow, out var flow):
                ReadAlong(flow, received.Bytes.Span);
                break;
            case NetInput.Datagram datagram when _flows.TryGetValue(datagram.Flow, out var flow):
                ReadAlong(flow, datagram);
                break;
            case NetInput.Ended ended:
                Forget(ended.Flow);
                break;
            default:
                break;
        }

        for (var i = 0; i < effects.Count; i++)
        {
            Look(now, effects[i]);
        }

        if (!_isOff && Place.Node.Deadline is null)
        {
            Note(SimulationCheck.Deadline, $"no deadline after {input.GetType().Name}");
        }

        if (_flows.Count > FlowsMax)
        {
            Note(SimulationCheck.Bounds, $"{_flows.Count} flows at one time");
        }

        CheckOvertaken();
        _before = (_turn, _ahead, _standing);
        CheckEvidence(isClosed: input is NetInput.Received { Flow: var from } && !_flows.ContainsKey(from));
        CheckBinding();
        CutWhileDoing(effects);
    }

    private void ForgetBoot()
    {
        foreach (var flow in _flows.Keys.ToList())
        {
            Forget(flow);
        }

        _sequence.Clear();
        _planned.Clear();
        _unreadable.Clear();
        _unreadableDns.Clear();
        _dnsSeen.Clear();
        _written.Clear();
        (_isSignedIn, _savesDue, _wasSetAside, _failed, _registered) = (false, 0, false, null, null);
        _leaves = false;
        _mayBeTorn |= _world.Weather.TornSaves;
    }

    private void Look(Now now, NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.OpenDatagrams open:
                _flows[open.Flow] = new(null) { IsDatagrams = true };
                break;
            case NetEffect.Connect connect:
                var isSip = !IsToDns(connect);
                _flows[connect.Flow] = new(connect.Tls) { Reader = isSip ? new(SipLimits.Default) : null };
                LookAtConnect(connect);
                break;
            case NetEffect.Close close:
                Forget(close.Flow);
                break;
            case NetEffect.Write write:
                LookAtWrite(now, write);
                break;
            case NetEffect.SendDatagram send:
                LookForPassword(send.Bytes.Span);
                if (!_flows.TryGetValue(send.Flow, out var socket))
                {
                    break;
                }

                if (send.To == _lab.Nodes.Deployment.DnsEndPoint)
                {
                    socket.Query = DnsMessage.TryRead(send.Bytes.Span, out var query, out _) ? query : null;
                }
                else if (send.Bytes.Span.StartsWith(RegisterLine))
                {
                    socket.Candidates = socket.Candidates.IsEmpty
                        ? Meant(send.To, tls: null, isStream: false)
                        : socket.Candidates;
                    LookAtRegister(now, socket, send.Bytes.Span);
                }

                break;
            case NetEffect.Save save:
                LookAtSave(save);
                break;
            default:
                break;
        }
    }

    private void LookAtConnect(NetEffect.Connect connect)
    {
        if (IsToDns(connect) || IsToWeb(connect))
        {
            return;
        }

        _flows[connect.Flow].Candidates = Meant(connect.To, connect.Tls, isStream: true);
    }

    // What is asked of Web Services is asked of no candidate. At last they are looked for at the Registrar's own name;
    // and what DHCP says of them may have been changed on its way.
    private bool IsToWeb(NetEffect.Connect connect)
    {
        var deployment = _lab.Nodes.Deployment;
        return connect.Tls is { ExpectedName: var name }
            ? (name == _soughtAt && !IsToCandidate(connect)) || (connect.To.Port == deployment.WebTlsPort
                && (name == deployment.Web01.Name || name == deployment.Web02.Name || name == deployment.ExternalWeb))
            : connect.To.Port == deployment.WebTcpPort;
    }

    private IEnumerable<CandidateWatch?> Watched => new[] { _turn, _ahead, _before.Turn, _before.Ahead }.Distinct();

    // An address that the candidate's name did not give may be given to the search at the same name.
    private bool IsToCandidate(NetEffect.Connect connect) =>
        Watched.Any(watch =>
            Fits(watch, connect.To, connect.Tls, isStream: true) && watch!.Resolved.Contains(connect.To.Address));

    /// <summary>Which candidates somebody is spoken to as; none of them is a finding.</summary>
    private ImmutableArray<Candidate> Meant(EndPointAddress to, TlsRequest? tls, bool isStream)
    {
        CandidateWatch?[] fitting = [.. Watched.Where(watch => Fits(watch, to, tls, isStream))];
        ImmutableArray<Candidate> meant =
            [.. fitting.Where(watch => watch!.Resolved.Contains(to.Address)).Select(watch => watch!.Candidate)];
        if (fitting.Length == 0)
        {
            Note(
                SimulationCheck.Order,
                $"{to} was spoken to otherwise than {_turn?.Candidate} or {_ahead?.Candidate} asks");
        }
        else if (meant.IsEmpty)
        {
            Note(SimulationCheck.Remembered, $"{to} was spoken to, which the name did not resolve to");
        }

        return meant;
    }

    private static bool Fits(CandidateWatch? watch, EndPointAddress to, TlsRequest? tls, bool isStream) =>
        watch is { Candidate: { } candidate } && to.Port == candidate.Port
        && isStream == (candidate.Transport != SipTransport.Udp)
        && (tls is not null) == (candidate.Transport == SipTransport.Tls)
        && (tls is null || tls.ExpectedName == candidate.TlsName);

    private void LookAtWrite(Now now, NetEffect.Write write)
    {
        if (_flows.TryGetValue(write.Flow, out var flow) && flow is { Tls: not null, IsGood: false })
        {
            Note(SimulationCheck.Secrecy, "bytes were sent over TLS before its certificate was good");
        }

        LookForPassword(write.Bytes.Span);
        if (flow is not null && write.Bytes.Span.StartsWith(RegisterLine))
        {
            LookAtRegister(now, flow, write.Bytes.Span);
        }
    }

    private void LookAtRegister(Now now, FlowWatch flow, ReadOnlySpan<byte> message)
    {
        var callId = Encoding.ASCII.GetString(HeaderOf(message, "\r\nCall-ID: "u8));
        if (!Utf8Parser.TryParse(HeaderOf(message, "\r\nCSeq: "u8), out uint number, out _))
        {
            Note(SimulationCheck.Bounds, "a REGISTER without a CSeq");
            return;
        }

        var last = _sequence.GetValueOrDefault(callId);
        if (flow.WasSent(message))
        {
            // Sent again over UDP, the same to the last byte.
            return;
        }

        if (number <= last)
        {
            Note(SimulationCheck.Bounds, $"CSeq {number} after {last}");
        }

        flow.Sent(message);
        _sequence[callId] = number;
        flow.AskedAt = now.Monotonic;

        // What is made ready before its turn gets no REGISTER: its turn comes when every one before it has failed.
        if (_standing is not null && flow.Candidates.Contains(_standing))
        {
            // The old registration is renewed while the first server is tried again.
        }
        else if (_turn is not null && flow.Candidates.Contains(_turn.Candidate))
        {
            _turn.Asked = now.Monotonic;
        }
        else if (flow.Candidates.Any(each => each == _before.Turn?.Candidate || each == _before.Standing))
        {
            _overtaken.Add(flow);
        }
        else
        {
            NoteOutOfTurn(flow);
        }
    }

    // One input may bring a word that asks for a REGISTER, and behind it the end of whom it goes to.
    private void CheckOvertaken()
    {
        _overtaken.Where(_flows.ContainsValue).ToList().ForEach(NoteOutOfTurn);
        _overtaken.Clear();
    }

    private void NoteOutOfTurn(FlowWatch flow) =>
        Note(SimulationCheck.Order, $"{flow.Candidates.FirstOrDefault()} got a REGISTER out of its turn");

    private void LookAtSave(NetEffect.Save save)
    {
        if (--_savesDue < 0)
        {
            _savesDue = 0;
            Note(SimulationCheck.Memory, "memory was stored and the journal does not say so");
        }

        _durable.Add(save.Memory is { } memory ? memory.ToArray() : null);
        LookForPassword(save.Memory is { } bytes ? bytes.Span : []);
    }

    private void LookForPassword(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(_password) >= 0)
        {
            Note(SimulationCheck.Secrecy, "the password was sent or stored");
        }
    }

    private static ReadOnlySpan<byte> HeaderOf(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        var start = message.IndexOf(name);
        if (start < 0)
        {
            return [];
        }

        var value = message[(start + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return end < 0 ? value : value[..end];
    }

    // The lab's certificates have exact names and one level, so that this can be told without the product's own judge.
    private static bool IsGood(TlsFacts facts, FlowWatch flow, DateTimeOffset date) =>
        facts.Trust is ChainTrust.Trusted or ChainTrust.Learned && facts.Chain is [var own, ..]
        && (own.DnsNames.Contains(flow.Tls!.ExpectedName.Text, StringComparer.OrdinalIgnoreCase)
            || flow.Candidates.Any(candidate => IsOf(own, candidate)))
        && own.NotBefore <= date && date <= own.NotAfter;

    // Standard SIP looks for a domain, and takes a host of it for it as well (RFC 5922).
    private static bool IsOf(CertificateFacts own, Candidate candidate) =>
        (!candidate.Domain.IsEmpty && own.DnsNames.Contains(candidate.Domain.Text, StringComparer.OrdinalIgnoreCase))
        || (!candidate.DomainOnly && own.DnsNames.Contains(candidate.Host.Text, StringComparer.OrdinalIgnoreCase));

    private bool IsToDns(NetEffect.Connect connect) =>
        connect.Tls is null && connect.To == _lab.Nodes.Deployment.DnsEndPoint;

    private void Forget(FlowId id)
    {
        if (_flows.Remove(id, out var flow))
        {
            flow.Reader?.Dispose();
        }
    }

    private sealed class FlowWatch(TlsRequest? tls)
    {
        public TlsRequest? Tls { get; } = tls;

        /// <summary>When the last REGISTER left, for the first time.</summary>
        public Instant AskedAt { get; set; }

        /// <summary>Reads what the device reads; <c>null</c> where that is not SIP.</summary>
        public SipStreamReader? Reader { get; init; }

        public bool IsDatagrams { get; init; }

        /// <summary>What DNS was asked from here; <c>null</c> where it was not.</summary>
        public DnsMessage? Query { get; set; }

        public bool IsGood { get; set; }

        /// <summary>Whether its bytes stopped being SIP.</summary>
        public bool IsLost { get; set; }

        /// <summary>
        /// The candidates that a connection may lead to: two that differ in nothing but their source cannot be told
        /// apart by their addresses.
        /// </summary>
        public ImmutableArray<Candidate> Candidates { get; set; } = [];

        // A refresh and a sign-out may be out together.
        // One that is not answered, the refresh after it, and the end of the registration are repeated side by side.
        private const int RepeatedMax = 4;

        private readonly Queue<byte[]> _registers = [];

        /// <summary>A REGISTER was sent, for the first time.</summary>
        public void Sent(ReadOnlySpan<byte> register)
        {
            if (!IsDatagrams)
            {
                return;
            }

            if (_registers.Count == RepeatedMax)
            {
                _ = _registers.Dequeue();
            }

            _registers.Enqueue(register.ToArray());
        }

        /// <summary>Whether it was one of the last ones.</summary>
        public bool WasSent(ReadOnlySpan<byte> register)
        {
            foreach (var sent in _registers)
            {
                if (register.SequenceEqual(sent))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
