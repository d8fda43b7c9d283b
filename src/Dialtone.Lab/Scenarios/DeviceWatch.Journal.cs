using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <content>What the journal must and must not say.</content>
internal sealed partial class DeviceWatch
{
    // S3, written down a second time on purpose: this list is what the device's own plan is compared with.
    private static readonly ImmutableArray<(CandidateSource Source, SipTransport Transport)> DocumentedOrder =
    [
        (CandidateSource.InternalSrv, SipTransport.Tls),
        (CandidateSource.Dhcp, SipTransport.Tls),
        (CandidateSource.InternalSrv, SipTransport.Tcp),
        (CandidateSource.Dhcp, SipTransport.Tcp),
        (CandidateSource.ExternalSrv, SipTransport.Tls),
        (CandidateSource.ExternalSrv, SipTransport.Tcp),
    ];

    private readonly List<Candidate> _planned = [];
    private readonly List<Candidate> _tried = [];
    private ImmutableArray<Candidate> _redirects = [];
    private CandidateWatch? _turn;
    private CandidateWatch? _ahead;
    private Candidate? _standing;
    private HostName _soughtAt; // where the user's certificate is asked for
    private bool _isUnderWay;
    private JournalEntry? _last;
    private JournalEntry.CycleFailed? _failed;
    private JournalEntry.Registered? _registered;
    private DeviceMemory? _memory;
    private ImmutableArray<KnownRegistrar> _known = [];
    private Cycle _cycle;
    private int _attempted;
    private int _rung;
    private int _savesDue;
    private bool _isTold; // something after the registration that is to be remembered
    private bool _wasSetAside;
    private bool _mayBeTorn;

    private void Read(JournalEntry entry)
    {
        if (entry is JournalEntry.CycleBegan or JournalEntry.AttemptBegan)
        {
            // What was sought for a connection that was lost is sought no more, and nothing says so.
            _soughtAt = default;
        }

        switch (entry)
        {
            case JournalEntry.MemorySetAside:
                _wasSetAside = true;
                break;
            case JournalEntry.PoweredOn poweredOn:
                _memory = poweredOn.Memory;
                CheckMemoryAtStart(poweredOn);
                break;
            case JournalEntry.CycleBegan began:
                BeginCycle(began.Cycle);
                break;
            case JournalEntry.Planned planned:
                _planned.AddRange(planned.Candidates);
                break;
            case JournalEntry.AttemptBegan attempt:
                BeginAttempt(attempt);
                break;
            case JournalEntry.AheadBegan ahead:
                BeginAhead(ahead);
                break;
            case JournalEntry.AheadDropped:
                _ahead = null;
                break;
            case JournalEntry.AttemptFailed:
                _isUnderWay = false;
                break;
            case JournalEntry.DnsSeen seen:
                _dnsSeen.Add(seen);
                break;
            case JournalEntry.Resolved resolved:
                Resolve(resolved);
                break;
            case JournalEntry.Redirected redirected:
                // What an earlier redirect named waits behind what a later one names.
                _redirects = [.. _redirects, .. redirected.To];
                // The one that stands may name the way home once more at its refresh; the way under way goes on.
                _isUnderWay &= redirected.To.IsEmpty
                    || (redirected.Candidate == _standing && redirected.Candidate != _turn?.Candidate);
                break;
            case JournalEntry.CertificateSought sought:
                _soughtAt = WebUrl.TryParse(sought.Url, out var url) ? url.Host : default;
                break;
            case JournalEntry.CertificateObtained or JournalEntry.CertificateFailed:
                _soughtAt = default;
                break;
            case JournalEntry.Registered registered:
                Register(registered);
                break;
            case JournalEntry.Provisioned or JournalEntry.RelayCredentialsGranted:
                _isTold = true;
                break;
            case JournalEntry.Flushed or JournalEntry.MemorySaved:
                Remember(entry);
                break;
            case JournalEntry.RegistrationNotice notice:
                _redirects = notice.Preferred is { } preferred ? [preferred] : [];
                break;
            case JournalEntry.BackedOff { Why: BackOffReason.Deregistered }:
                (_isSignedIn, _standing) = (false, null);
                break;
            case JournalEntry.FailbackBegan failback:
                BeginFailback(failback);
                break;
            case JournalEntry.FailedBack:
                _standing = null;
                break;
            // The first server may send the device to the one that it is registered with.
            case JournalEntry.RegisterFailed failed
                when _standing is not null && (_isUnderWay || failed.Candidate != _standing):
                break;
            case JournalEntry.RegisterFailed or JournalEntry.ChannelLost or JournalEntry.BindingLost:
                (_isSignedIn, _standing) = (false, null);
                break;
            case JournalEntry.CycleFailed failed:
                _failed = failed;
                break;
            case JournalEntry.Malformed malformed:
                _written.Add(malformed.Offset);
                break;
            case JournalEntry.SignedOut:
                (_isSignedIn, _isOff) = (false, true);
                break;
            default:
                break;
        }
    }

    private void BeginCycle(Cycle cycle)
    {
        if (_failed is { Cycle: Cycle.Known } && _last == _failed && cycle != Cycle.Scratch)
        {
            Note(SimulationCheck.Known, $"after a failed Known cycle came {cycle}");
        }

        var mayRemember = _last == _failed && _failed is { Cycle: Cycle.Scratch }
            && (_failed.Why is CycleEnd.NothingFound or CycleEnd.NothingResolved
                || (_isStandard && _failed.Why == CycleEnd.EveryCandidateFailed));
        if (cycle == Cycle.Remembered && !mayRemember)
        {
            Note(SimulationCheck.Remembered,
                $"the Remembered cycle began after {_last?.GetType().Name}, {_failed?.Why}");
        }

        (_cycle, _attempted, _rung, _known) = (cycle, 0, 0, KnownAtPresent());
        // What was asked before is not waited for any more.
        _unreadableDns.Clear();
        _planned.Clear();
        _tried.Clear();
        _redirects = [];
        (_turn, _ahead, _standing, _isUnderWay, _isSignedIn) = (null, null, null, false, false);
    }

    /// <summary>
    /// The first server alone is tried again, or one that the Registrar itself has named; and for that time alone two
    /// registrations may stand: the old one is let go when the new one has been made.
    /// </summary>
    private void BeginFailback(JournalEntry.FailbackBegan failback)
    {
        if (!_isSignedIn || failback.Standing != _registered?.Candidate
            || (failback.Candidate != _planned.FirstOrDefault() && !_redirects.Contains(failback.Candidate)))
        {
            Note(SimulationCheck.Order, $"{failback.Candidate} was gone back to and is not the first of the plan");
        }

        // One that was under way is given up where the Registrar names another, or the same once more.
        _isUnderWay &= _standing is null;
        (_attempted, _rung, _standing) = (0, 0, failback.Standing);
        _tried.Clear();
    }

    private void BeginAttempt(JournalEntry.AttemptBegan attempt)
    {
        if (_isUnderWay)
        {
            Note(SimulationCheck.Order, $"{attempt.Candidate} was tried and {_turn?.Candidate} had not failed");
        }

        _isUnderWay = true;
        _turn = _ahead?.Candidate == attempt.Candidate ? _ahead : new(attempt.Candidate, attempt.At);
        _ahead = null;
        if (attempt.Candidate.Source == CandidateSource.Redirect)
        {
            if (!_redirects.Contains(attempt.Candidate))
            {
                Note(SimulationCheck.Order, $"{attempt.Candidate} was tried and no Registrar had named it");
            }

            return;
        }

        _redirects = [];
        if (!IsNext(attempt.Candidate))
        {
            Note(SimulationCheck.Order, $"{attempt.Candidate} was tried and is not what the plan has next");
        }

        _tried.Add(attempt.Candidate);
        _attempted++;
        if (_cycle == Cycle.Known && !MayBeKnown(attempt.Candidate))
        {
            Note(SimulationCheck.Known, $"the Known cycle went on to {attempt.Candidate} as its {_attempted}.");
        }

        if (_cycle == Cycle.Scratch && !_isStandard)
        {
            var rung = DocumentedOrder.IndexOf((attempt.Candidate.Source, attempt.Candidate.Transport));
            if (rung < _rung)
            {
                Note(SimulationCheck.Order, $"{attempt.Candidate} was tried below its place in the documented order");
            }

            _rung = Math.Max(_rung, rung);
        }

        if (attempt.Candidate.Source == CandidateSource.Memory && _cycle != Cycle.Remembered)
        {
            Note(SimulationCheck.Remembered, $"a remembered Registrar was tried in the {_cycle} cycle");
        }
    }

    /// <summary>
    /// Whether a candidate may be that attempt of the Known cycle. A failed one ends it, but for the primary of the
    /// user's home: the backup of the same home may follow, and nobody else.
    /// </summary>
    private bool MayBeKnown(Candidate candidate) => _known.ElementAtOrDefault(_attempted - 1)
        == new KnownRegistrar(candidate.Host, candidate.Transport, candidate.Port);

    private ImmutableArray<KnownRegistrar> KnownAtPresent()
    {
        var home = _memory?.HomeAt(_world.NowAt(_host).WallClock) ?? [];
        return home.IsEmpty ? [.. _memory?.KnownRegistrars.Take(1) ?? []] : [.. home.Select(each => each.Registrar)];
    }

    /// <summary>
    /// Only the very next candidate may be made ready, and only while the one whose turn it is keeps silent.
    /// </summary>
    private void BeginAhead(JournalEntry.AheadBegan ahead)
    {
        var isNext = ahead.Candidate.Source == CandidateSource.Redirect
            ? _redirects.Contains(ahead.Candidate)
            : IsNext(ahead.Candidate);
        if (!isNext || _ahead is not null)
        {
            Note(SimulationCheck.Order, $"{ahead.Candidate} was made ready and is not what the plan has next");
        }

        if (!_isUnderWay || ahead.Silent != _turn?.Candidate
            || ahead.At - _turn.Asked < _settings.Timings.Silence)
        {
            Note(SimulationCheck.Order, $"{ahead.Candidate} was made ready and {ahead.Silent} was not silent");
        }

        _ahead = new(ahead.Candidate, ahead.At);
    }

    /// <summary>
    /// Whether the plan has a candidate next. A phone of standard SIP may take those that failed lately last.
    /// </summary>
    private bool IsNext(Candidate candidate) => _isStandard
        ? _planned.Contains(candidate) && !_tried.Contains(candidate)
        : _attempted < _planned.Count && _planned[_attempted] == candidate;

    private void Resolve(JournalEntry.Resolved resolved)
    {
        var watch = _ahead?.Candidate == resolved.Candidate ? _ahead : _turn;
        if (watch is not null)
        {
            watch.Resolved = resolved.Outcome.Status == DnsStatus.Answered ? resolved.Outcome.Addresses : [];
        }

        if (resolved.FromMemory && _cycle != Cycle.Remembered)
        {
            Note(SimulationCheck.Remembered, $"remembered addresses were used in the {_cycle} cycle");
        }
    }

    private void Register(JournalEntry.Registered registered)
    {
        var isFailback = _standing is not null && _isUnderWay && !registered.Refresh;
        if (registered.Refresh != _isSignedIn && !isFailback)
        {
            Note(SimulationCheck.Bounds, registered.Refresh
                ? "a registration was renewed that did not stand"
                : "a second registration was made beside a standing one");
        }

        _isUnderWay &= registered.Refresh;
        _unreadableDns.Clear();
        SignIns += registered.Refresh ? 0 : 1;
        (_registered, _isSignedIn, _wasSignedInSinceCalm) = (registered, true, true);
        // Two may be asked at one time, the old server and the first: the earlier request counts.
        _boundUntil = _flows.Values
            .Where(flow => flow.AskedAt > Instant.Zero && flow.Candidates.Contains(registered.Candidate))
            .Select(flow => flow.AskedAt).DefaultIfEmpty().Min() + registered.Expires;
        _mayBeChanged = MayBeChanged(registered.Candidate);
    }

    private bool MayBeChanged(Candidate candidate) => candidate.Transport switch
    {
        SipTransport.Tls => false,
        SipTransport.Udp => _world.Weather.DatagramCorrupt > 0,
        _ => _world.Weather.StreamCorrupt > 0,
    };

    private void Remember(JournalEntry entry)
    {
        var isNew = _registered is { Refresh: false } && _registered.At == entry.At;
        if (!_isSignedIn || (!isNew && !(_isTold && entry is JournalEntry.MemorySaved)))
        {
            Note(SimulationCheck.Memory, $"{entry.GetType().Name} without a new registration, and nothing was told");
        }

        if (entry is JournalEntry.MemorySaved saved)
        {
            _isTold = false;
            _savesDue++;
            _memory = saved.Memory;
        }
    }

    /// <summary>A candidate that is connected to: the one whose turn it is, or the next.</summary>
    private sealed class CandidateWatch(Candidate candidate, Instant began)
    {
        public Candidate Candidate => candidate;

        /// <summary>When it was begun, or was last sent a REGISTER.</summary>
        public Instant Asked { get; set; } = began;

        public ImmutableArray<IpAddress> Resolved { get; set; } = [];
    }
}
