using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>
/// Targets that failed lately: addresses with port and transport, and candidates all of whose addresses failed. A
/// marked target is tried last while its mark lasts, and never left out (RFC 3263 section 4.3 lets a client remember a
/// failure for a time of its choice). Success takes a mark away, a change of the network all of them.
/// </summary>
internal sealed class TargetMarks
{
    /// <summary>Marks kept; beyond it the oldest goes.</summary>
    public const int MarksMax = 32;

    private readonly List<TargetMark> _marks = [];
    private readonly List<(EndPointAddress Address, Instant Until)> _stalled = new(0);

    /// <summary>Whether no mark lasts.</summary>
    public bool IsEmpty(Instant now) =>
        !_marks.Exists(mark => mark.Until > now) && !_stalled.Exists(each => each.Until > now);

    /// <summary>An address failed.</summary>
    public void Add(EndPointAddress address, SipTransport transport, Instant until) =>
        Add(new(default, address, transport, until));

    /// <summary>Every address of a candidate failed.</summary>
    public void Add(Candidate candidate, Instant until) => Add(KeyOf(candidate) with { Until = until });

    /// <summary>An address ended a standing connection: by itself that is no failure of it.</summary>
    public void AddEnded(EndPointAddress address, SipTransport transport, Instant until) =>
        Add(new TargetMark(default, address, transport, until) { HasEnded = true });

    /// <summary>Whether an address has lately ended a standing connection.</summary>
    public bool HasEnded(EndPointAddress address, SipTransport transport, Instant now) => _marks.Exists(
        mark => mark.IsOf(new TargetMark(default, address, transport, now) { HasEnded = true }) && mark.Until > now);

    /// <summary>
    /// Puts the address of a candidate before the others that has ended a standing connection: it may be there again.
    /// </summary>
    public void PutEndedFirst(List<IpAddress> addresses, Candidate candidate, Instant now)
    {
        var ended = addresses.FindIndex(
            address => HasEnded(new(address, candidate.Port), candidate.Transport, now));
        if (ended > 0)
        {
            var first = addresses[ended];
            addresses.RemoveAt(ended);
            addresses.Insert(0, first);
        }
    }

    /// <summary>A server went silent on a standing connection.</summary>
    public void AddSilent(Candidate candidate, Instant until) => Add(new(candidate.Host, default, default, until));

    /// <summary>Whether a candidate's server has lately gone silent on a standing connection.</summary>
    public bool IsSilent(Candidate candidate, Instant now) => _marks.Exists(
        mark => mark.IsOf(new(candidate.Host, default, default, default)) && mark.Until > now);

    /// <summary>Whether any server has lately gone silent so.</summary>
    public bool AnySilent(Instant now) => _marks.Exists(mark => mark.Address.Port == 0 && mark.Until > now);

    /// <summary>
    /// An address took a connection and then said nothing in the TLS handshake, as where the large packets of a
    /// certificate are lost on the way.
    /// </summary>
    public void AddStalled(EndPointAddress address, Instant until)
    {
        _ = _stalled.RemoveAll(each => each.Address == address);
        if (_stalled.Count == MarksMax)
        {
            _stalled.RemoveAt(0);
        }

        _stalled.Add((address, until));
    }

    /// <summary>Whether an address has lately done so.</summary>
    public bool IsStalled(EndPointAddress address, Instant now) =>
        _stalled.Exists(each => each.Address == address && each.Until > now);

    /// <summary>Until when a candidate is marked; <c>null</c> when it is not.</summary>
    public Instant? Find(Candidate candidate, Instant now)
    {
        var key = KeyOf(candidate);
        var index = _marks.FindIndex(mark => mark.IsOf(key) && mark.Until > now);
        return index < 0 ? null : _marks[index].Until;
    }

    /// <summary>Puts marked addresses of a candidate behind the others; each kind keeps its order.</summary>
    public void PutLast(List<IpAddress> addresses, Candidate candidate, Instant now)
    {
        var marked = addresses.FindAll(address => _marks.Exists(mark =>
            mark.IsOf(new(default, new(address, candidate.Port), candidate.Transport, now)) && mark.Until > now));
        if (marked.Count > 0 && marked.Count < addresses.Count)
        {
            _ = addresses.RemoveAll(marked.Contains);
            addresses.AddRange(marked);
        }
    }

    /// <summary>A candidate registered at an address: none of its marks lasts any longer.</summary>
    public void Remove(Candidate candidate, EndPointAddress address)
    {
        var key = KeyOf(candidate);
        _ = _marks.RemoveAll(
            mark => mark.IsOf(key) || mark.IsOfAddress(address, candidate.Transport)
                || mark.IsOf(new(candidate.Host, default, default, default)));
    }

    /// <summary>Takes every mark away.</summary>
    public void Clear()
    {
        _marks.Clear();
        _stalled.Clear();
    }

    private static TargetMark KeyOf(Candidate candidate) =>
        new(candidate.Host, new(candidate.Address ?? default, candidate.Port), candidate.Transport, default);

    private void Add(TargetMark mark)
    {
        _ = _marks.RemoveAll(mark.IsOf);
        if (_marks.Count == MarksMax)
        {
            _marks.RemoveAt(0);
        }

        _marks.Add(mark);
    }

    // Of an address without a host, of a candidate with its host and port and no address, of a server that went silent
    // with its host alone.
    private readonly record struct TargetMark(
        HostName Host, EndPointAddress Address, SipTransport Transport, Instant Until)
    {
        public bool HasEnded { get; init; }

        public bool IsOf(TargetMark other) => (Host, Address, Transport, HasEnded)
            == (other.Host, other.Address, other.Transport, other.HasEnded);

        public bool IsOfAddress(EndPointAddress address, SipTransport transport) =>
            (Host, Address, Transport) == (default, address, transport);
    }
}
