using System.Collections.Immutable;
using System.Net.NetworkInformation;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net;

/// <summary>
/// Says when the addresses of this machine have changed, counting those of interfaces that work: a cable that is pulled
/// out takes the addresses of its interface away, although the system keeps them. A change comes as a burst of events
/// (an interface goes down, up, gets one address, another); the machine is looked at a while after the first of them,
/// and a word is said where something is different from before.
/// </summary>
public sealed class NetworkWatch : IDisposable
{
    /// <summary>
    /// How long after the first event of a burst the machine is looked at. The system's own word on a link that went
    /// down or up comes 150 ms after it.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    private readonly Action<ImmutableArray<IpAddress>> _changed;
    private readonly Func<ImmutableArray<IpAddress>> _read;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private ImmutableArray<IpAddress> _last;
    private int _waiting;

    /// <summary>Begins to watch.</summary>
    /// <param name="time">The clock for the wait.</param>
    /// <param name="changed">
    /// Called on any thread with the addresses as <see cref="Addresses"/> gives them; usually posts
    /// <c>NetInput.NetworkChanged</c> to a driver.
    /// </param>
    public NetworkWatch(TimeProvider time, Action<ImmutableArray<IpAddress>> changed)
        : this(time, changed, Addresses)
    {
    }

    /// <summary>Begins to watch a machine whose addresses are read in another way.</summary>
    /// <param name="time">The clock for the wait.</param>
    /// <param name="changed">As above.</param>
    /// <param name="read">Answers as <see cref="Addresses"/> does.</param>
    public NetworkWatch(
        TimeProvider time, Action<ImmutableArray<IpAddress>> changed, Func<ImmutableArray<IpAddress>> read)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(read);
        (_changed, _read) = (changed, read);
        _timer = time.CreateTimer(
            static watch => ((NetworkWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Two events: Linux reports a link that goes down or up, and keeps its address, by the second alone. What that
        // says of the whole machine is of no use, since the loopback always works.
        NetworkChange.NetworkAddressChanged += OnAddressChanged;
        NetworkChange.NetworkAvailabilityChanged += OnAvailabilityChanged;
        _last = read();
    }

    /// <summary>
    /// The addresses of every interface that works, in a fixed order; the default value where the system does not say.
    /// </summary>
    public static ImmutableArray<IpAddress> Addresses()
    {
        try
        {
            // Unknown counts as up: bridges and tunnels of Linux say so of themselves while they work.
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(static i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                    .SelectMany(static i => i.GetIPProperties().UnicastAddresses)
                    .Select(static a => IpAddress.From(a.Address))
                    .Distinct()
                    .OrderBy(static a => a.ToString(), StringComparer.Ordinal),
            ];
        }
        catch (NetworkInformationException)
        {
            return default;
        }
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
        NetworkChange.NetworkAvailabilityChanged -= OnAvailabilityChanged;
        _timer.Dispose();
    }

    private void OnAddressChanged(object? sender, EventArgs change) => Note();

    private void OnAvailabilityChanged(object? sender, NetworkAvailabilityEventArgs change) => Note();

    private void Look()
    {
        _ = Interlocked.Exchange(ref _waiting, 0);
        lock (_gate)
        {
            var now = _read();
            if (!now.IsDefault && !_last.IsDefault && now.AsSpan().SequenceEqual(_last.AsSpan()))
            {
                return;
            }

            _last = now;
            _changed(now);
        }
    }
}
