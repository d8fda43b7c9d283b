using System.Net.NetworkInformation;

namespace Dialtone.Net;

/// <summary>
/// Says when the addresses of this machine have changed. A change comes as a burst of events (an interface goes down,
/// up, gets one address, another); one word is said a while after the first of them.
/// </summary>
public sealed class NetworkWatch : IDisposable
{
    /// <summary>How long after the first event of a burst the word is said.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly Action _changed;
    private readonly ITimer _timer;
    private int _waiting;

    /// <summary>Begins to watch.</summary>
    /// <param name="time">The clock for the wait.</param>
    /// <param name="changed">Called on any thread; usually posts <c>NetInput.NetworkChanged</c> to a driver.</param>
    public NetworkWatch(TimeProvider time, Action changed)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(changed);
        _changed = changed;
        _timer = time.CreateTimer(
            static watch => ((NetworkWatch)watch!).Say(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        NetworkChange.NetworkAddressChanged += OnAddressChanged;
    }

    /// <summary>Notes a change that the system does not report by itself.</summary>
    public void Note()
    {
        if (Interlocked.Exchange(ref _waiting, 1) == 0)
        {
            _ = _timer.Change(Settling, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnAddressChanged;
        _timer.Dispose();
    }

    private void OnAddressChanged(object? sender, EventArgs change) => Note();

    private void Say()
    {
        _ = Interlocked.Exchange(ref _waiting, 0);
        _changed();
    }
}
