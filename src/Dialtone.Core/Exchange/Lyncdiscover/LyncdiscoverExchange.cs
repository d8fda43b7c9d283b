using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Lyncdiscover;

/// <summary>
/// Asks Lyncdiscover for the user's Registrar: the name for inside, then the one for outside, each over HTTP and HTTPS
/// side by side. The first that answers goes on alone; over HTTP only redirects travel.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="entropy">Chance.</param>
/// <param name="flows">Numbers for the flows.</param>
/// <param name="journal">Where it is written down.</param>
public sealed class LyncdiscoverExchange(
    DeviceSettings settings, IEntropy entropy, FlowIds flows, IJournal journal)
{
    private static readonly ImmutableArray<string> Names = ["lyncdiscoverinternal", "lyncdiscover"];

    private readonly List<LyncdiscoverTrack> _tracks = [];
    private readonly List<LyncdiscoverFailure> _failures = [];
    private int _asked;
    private Instant _began;

    /// <summary>What came of it; <c>null</c> while it is under way.</summary>
    public LyncdiscoverOutcome? Outcome { get; private set; }

    /// <summary>What proves the user over HTTP; <c>null</c> where nothing does.</summary>
    public WebAuthentication? Authentication { get; init; }

    /// <summary>When something must have happened; <c>null</c> once it is over.</summary>
    public Instant? Deadline
    {
        get
        {
            Instant? deadline = Outcome is null ? _began + settings.Timings.Lyncdiscover : null;
            foreach (var track in _tracks)
            {
                deadline = Instant.Earlier(deadline, track.Deadline);
            }

            return deadline;
        }
    }

    /// <summary>Begins with the first name.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        _began = now.Monotonic;
        Next(now, effects);
    }

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(effects);
        if (Outcome is not null)
        {
            return;
        }

        foreach (var track in _tracks.ToArray())
        {
            track.Handle(now, input, effects);
            if (track.Failure is { } failure)
            {
                track.Close(effects);
                _tracks.Remove(track);
                _failures.Add(failure);
            }
        }

        if (_tracks.Find(each => each.User is not null) is { } found)
        {
            End(now, LyncdiscoverStatus.Found, effects, found);
        }
        else if (input is DeviceInput.DeadlineReached
            && _began + settings.Timings.Lyncdiscover <= now.Monotonic)
        {
            End(now, LyncdiscoverStatus.TimedOut, effects);
        }
        else if (_tracks.Count == 0)
        {
            Next(now, effects);
        }
        else if (_tracks.Find(each => each.IsAnswered) is { } leader)
        {
            CloseAllBut(leader, effects);
        }
    }

    /// <summary>Closes what is open, without a word.</summary>
    public void Abandon(List<DeviceEffect> effects) => CloseAllBut(null, effects);

    private void Next(Now now, List<DeviceEffect> effects)
    {
        if (_asked == Names.Length)
        {
            var isThere = _failures.Exists(each => each.Call is not { Status: WebStatus.NotResolved });
            End(now, isThere ? LyncdiscoverStatus.Failed : LyncdiscoverStatus.NotThere, effects);
            return;
        }

        var host = settings.Account.Domain.Under(Names[_asked++]);
        foreach (var isSecure in (ReadOnlySpan<bool>)[true, false])
        {
            var track = new LyncdiscoverTrack(settings, Authentication, entropy, flows, journal);
            _tracks.Add(track);
            track.Begin(now, host, isSecure, effects);
        }
    }

    private void End(
        Now now, LyncdiscoverStatus status, List<DeviceEffect> effects, LyncdiscoverTrack? found = null)
    {
        Outcome = new()
        {
            Status = status,
            Registrars = found is null ? [] : LyncdiscoverOutcome.RegistrarsOf(found.User!),
            Location = found?.User!.Location ?? default,
            WebServer = found?.Url.Host ?? default,
            Failures = [.. _failures],
            Took = now.Monotonic - _began,
        };
        CloseAllBut(null, effects);
    }

    private void CloseAllBut(LyncdiscoverTrack? leader, List<DeviceEffect> effects)
    {
        foreach (var track in _tracks)
        {
            if (track != leader)
            {
                track.Close(effects);
            }
        }

        _tracks.RemoveAll(each => each != leader);
    }
}
