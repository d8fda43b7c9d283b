using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Watcher.Engine;

/// <summary>How all checks stand now, and whoever wants to hear when that changes. Any thread, any time.</summary>
public sealed class CheckBoard
{
    private readonly Lock _lock = new();
    private ImmutableArray<CheckView> _checks = [];
    private Dictionary<string, int> _places = [];
    private ImmutableList<Action<CheckView>> _listeners = [];

    /// <summary>Every check, in the order of the configuration.</summary>
    public ImmutableArray<CheckView> Checks
    {
        get
        {
            lock (_lock)
            {
                return _checks;
            }
        }
    }

    /// <summary>One check by its name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out CheckView? view)
    {
        lock (_lock)
        {
            view = _places.TryGetValue(name, out var at) ? _checks[at] : null;
            return view is not null;
        }
    }

    /// <summary>The newest runs of a check; none where it is not on the board.</summary>
    public RecentRuns Recent(string name) => TryGet(name, out var view) ? view.Recent : RecentRuns.None;

    /// <summary>
    /// Calls back, quickly and on whatever thread, whenever a check ran, turned, was paused or changed hands, until
    /// that is disposed of.
    /// </summary>
    public IDisposable Listen(Action<CheckView> listener)
    {
        lock (_lock)
        {
            _listeners = _listeners.Add(listener);
        }

        return new Listening(this, listener);
    }

    /// <summary>Puts up another set of checks: after a change of the configuration.</summary>
    public void Replace(ImmutableArray<CheckView> checks)
    {
        lock (_lock)
        {
            _checks = checks;
            _places = checks.Select((view, at) => (view.Check.Name, at)).ToDictionary();
        }

        foreach (var check in checks)
        {
            Tell(check);
        }
    }

    /// <summary>Shows how one check stands now; one that is not on the board any more is passed over.</summary>
    public void Show(CheckView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        lock (_lock)
        {
            if (!_places.TryGetValue(view.Check.Name, out var at))
            {
                return;
            }

            _checks = _checks.SetItem(at, view);
        }

        Tell(view);
    }

    private void Tell(CheckView view)
    {
        foreach (var listener in _listeners)
        {
            listener(view);
        }
    }

    private sealed class Listening(CheckBoard board, Action<CheckView> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (board._lock)
            {
                board._listeners = board._listeners.Remove(listener);
            }
        }
    }
}
