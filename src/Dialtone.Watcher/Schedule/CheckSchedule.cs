using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Schedule;

/// <summary>
/// Which check runs next, and when. It has no clock and no thread: it is told the time, and one caller at a time asks.
/// </summary>
/// <remarks>
/// A beat that is missed is skipped, not caught up: what matters is how the service is now. No check ever runs twice at
/// once, whatever happens to its lease or to the configuration in the meantime.
/// </remarks>
public sealed class CheckSchedule
{
    /// <summary>
    /// How many runs of one user there may be at once. Each is an endpoint, and a user may have eight: two are left for
    /// the phones of a person.
    /// </summary>
    public const int OfOneUserMax = 6;

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Dictionary<string, int> _users = [];

    /// <summary>How many runs there may be at once.</summary>
    public int Places { get; set; } = 1;

    /// <summary>How many are under way, those of checks that were removed meanwhile included.</summary>
    public int Running { get; private set; }

    /// <summary>The names of these.</summary>
    public IEnumerable<string> UnderWay =>
        _entries.Where(each => each.Value.IsRunning).Select(each => each.Key);

    /// <summary>How many beats were skipped since a run was under way.</summary>
    public long Skipped { get; private set; }

    /// <summary>Takes another set of checks; those whose interval is the same keep their rhythm.</summary>
    public void Replace(ImmutableArray<WatchCheck> checks, DateTimeOffset now)
    {
        foreach (var entry in _entries.Values)
        {
            entry.IsWanted = false;
        }

        foreach (var check in checks)
        {
            if (!_entries.TryGetValue(check.Name, out var entry))
            {
                _entries[check.Name] = new(check, NextOf(check, now));
                continue;
            }

            entry.Due = entry.Check.Interval == check.Interval ? entry.Due : NextOf(check, now);
            entry.Check = check;
            entry.IsWanted = true;
        }

        foreach (var entry in _entries.Values.Where(each => !each.IsWanted).ToArray())
        {
            entry.Leave();
            RemoveIfOver(entry);
        }
    }

    /// <summary>This watcher runs a check from now on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lastRun">When it last ran; <c>null</c> where it never did.</param>
    /// <param name="within">
    /// Within which time it runs where that is longer ago than its interval: many that a watcher left behind do not
    /// all begin at the same moment.
    /// </param>
    /// <param name="now">The time.</param>
    public void Hold(string name, DateTimeOffset? lastRun, TimeSpan within, DateTimeOffset now)
    {
        if (!TryFind(name, out var entry) || entry.IsHeld)
        {
            return;
        }

        entry.IsHeld = true;
        entry.Due = NextOf(entry.Check, now);
        if (lastRun is { } last && now - last > entry.Check.Interval)
        {
            var soon = now + CheckRhythm.Part(name, within);
            entry.Due = soon < entry.Due ? soon : entry.Due;
        }
    }

    /// <summary>This watcher does not run a check any more; a run that is under way comes to its end.</summary>
    public void Release(string name)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            entry.Leave();
        }
    }

    /// <summary>Asks for a run besides the rhythm, which stays as it is; one that is paused runs once.</summary>
    /// <returns>Whether this watcher runs the check.</returns>
    public bool RunNow(string name, DateTimeOffset now)
    {
        if (!TryFind(name, out var entry) || !entry.IsHeld)
        {
            return false;
        }

        entry.AskedAt ??= now;
        return true;
    }

    /// <summary>Pauses a check, or lets it go on with its next beat.</summary>
    /// <returns>Whether this watcher runs the check.</returns>
    public bool Pause(string name, bool isPaused, DateTimeOffset now)
    {
        if (!TryFind(name, out var entry) || !entry.IsHeld)
        {
            return false;
        }

        if (entry.IsPaused && !isPaused)
        {
            entry.Due = NextOf(entry.Check, now);
        }

        entry.IsPaused = isPaused;
        return true;
    }

    /// <summary>
    /// Takes the check that may begin now: one that was asked for, else the one that is due for longest. It is under
    /// way then, until <see cref="End"/>.
    /// </summary>
    /// <returns>Whether there is one, a place for it, and room for another endpoint of its users.</returns>
    public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out ScheduledRun? run)
    {
        run = null;
        if (Running >= Places)
        {
            return false;
        }

        HeedClock(now);
        var entry = Waiting(now).Where(HasRoom).MinBy(each => (each.AskedAt is null, each.AskedAt ?? each.Due));
        if (entry is null)
        {
            return false;
        }

        var isAsked = entry.AskedAt is not null;
        run = new(entry.Check, isAsked ? TimeSpan.Zero : now - entry.Due, isAsked);
        Begin(entry);
        entry.AskedAt = null;
        entry.Due = entry.Due <= now ? NextOf(entry.Check, now) : entry.Due;
        return true;
    }

    /// <summary>A run that was taken is over.</summary>
    public void End(string name, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(name, out var entry) || entry.RunsAs is not { } users)
        {
            return;
        }

        entry.RunsAs = null;
        Running--;
        foreach (var user in users)
        {
            _users[user]--;
        }

        if (entry.Due <= now)
        {
            Skipped += entry.IsHeld && !entry.IsPaused ? 1 : 0;
            entry.Due = NextOf(entry.Check, now);
        }

        RemoveIfOver(entry);
    }

    /// <summary>
    /// When <see cref="TryTake"/> may have something to give; <c>null</c> while that depends on a run's end or on
    /// somebody's word.
    /// </summary>
    public DateTimeOffset? Deadline => Running >= Places
        ? null
        : _entries.Values.Where(each => each.MayBegin && HasRoom(each))
            .Min(each => each.AskedAt ?? (DateTimeOffset?)each.Due);

    /// <summary>How many checks are due, or asked for, and did not begin.</summary>
    public int DueAt(DateTimeOffset now) => Waiting(now).Count();

    /// <summary>By how much the one of them that waits longest is late.</summary>
    public TimeSpan LateAt(DateTimeOffset now) =>
        Waiting(now).Select(each => now - (each.AskedAt ?? each.Due)).DefaultIfEmpty().Max();

    /// <summary>When a check is due next; <c>null</c> where this watcher does not run it, or it is paused.</summary>
    public DateTimeOffset? NextRun(string name) =>
        TryFind(name, out var entry) && entry.IsHeld && !entry.IsPaused ? entry.AskedAt ?? entry.Due : null;

    /// <summary>Whether this watcher runs a check.</summary>
    public bool IsHeld(string name) => TryFind(name, out var entry) && entry.IsHeld;

    /// <summary>Whether a check is paused.</summary>
    public bool IsPaused(string name) => TryFind(name, out var entry) && entry.IsPaused;

    /// <summary>Whether a run of a check is under way.</summary>
    public bool IsRunning(string name) => _entries.TryGetValue(name, out var entry) && entry.IsRunning;

    private bool HasRoom(Entry entry) => entry.Users.All(user => _users.GetValueOrDefault(user) < OfOneUserMax);

    private void Begin(Entry entry)
    {
        entry.RunsAs = entry.Users;
        Running++;
        foreach (var user in entry.Users)
        {
            _users[user] = _users.GetValueOrDefault(user) + 1;
        }
    }

    private static DateTimeOffset NextOf(WatchCheck check, DateTimeOffset now) =>
        CheckRhythm.Next(check.Name, check.Interval, now);

    private bool TryFind(string name, [NotNullWhen(true)] out Entry? entry) =>
        _entries.TryGetValue(name, out entry) && entry.IsWanted;

    private IEnumerable<Entry> Waiting(DateTimeOffset now) =>
        _entries.Values.Where(each => each.MayBegin && (each.AskedAt ?? each.Due) <= now);

    // A clock that was set back would else leave every check waiting for as long.
    private void HeedClock(DateTimeOffset now)
    {
        foreach (var entry in _entries.Values.Where(each => each.Due - now > each.Check.Interval))
        {
            entry.Due = NextOf(entry.Check, now);
        }
    }

    private void RemoveIfOver(Entry entry)
    {
        if (!entry.IsWanted && !entry.IsRunning)
        {
            _ = _entries.Remove(entry.Check.Name);
        }
    }

    private sealed class Entry(WatchCheck check, DateTimeOffset due)
    {
        public WatchCheck Check
        {
            get;
            set => (field, Users) = (value, UsersOf(value.Probe));
        } = check;

        /// <summary>Who signs in.</summary>
        public string[] Users { get; private set; } = UsersOf(check.Probe);

        public DateTimeOffset Due { get; set; } = due;

        public DateTimeOffset? AskedAt { get; set; }

        public bool IsWanted { get; set; } = true;

        public bool IsHeld { get; set; }

        public bool IsPaused { get; set; }

        /// <summary>
        /// The users of the run that is under way, by the configuration that it began with; <c>null</c> where none is.
        /// </summary>
        public string[]? RunsAs { get; set; }

        public bool IsRunning => RunsAs is not null;

        public bool MayBegin => IsHeld && !IsRunning && (!IsPaused || AskedAt is not null);

        public void Leave()
        {
            IsHeld = false;
            AskedAt = null;
        }

        private static string[] UsersOf(ProbeSettings probe) =>
            probe.Publisher is { } publisher ? [UserOf(probe.Account), UserOf(publisher)] : [UserOf(probe.Account)];

        // Two accounts may be one user, who signs in by another scheme.
        private static string UserOf(WatchAccount account) => account.Address?.Uri ?? account.Name;
    }
}
