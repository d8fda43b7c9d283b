using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Live;

/// <summary>
/// Runs one node on the real network: one inbox with one reader, so that the node needs no locks, and one alarm, set to
/// the node's deadline. Decides nothing: an input goes in, effects come out and are performed.
/// </summary>
public sealed class LiveDriver
{
    // A timer cannot be set further than 49 days ahead; the loop looks again after a day and sets it anew.
    private static readonly TimeSpan AlarmSpanMax = TimeSpan.FromDays(1);

    // A flow that brings something runs the node itself; after so many inputs of others it gets its thread back.
    private const int InputsPerTurnMax = 64;

    private readonly INode _node;
    private readonly LiveSettings _settings;
    private readonly TimeProvider _time;
    private readonly Inbox _inbox = new();
    private readonly NetEffects _effects = [];
    private readonly long _start;
    private Instant? _alarmFor;
    private volatile bool _rang;
    private int _started;

    /// <summary>Prepares to run <paramref name="node"/>. Its clock starts now, unless the settings say when.</summary>
    public LiveDriver(INode node, LiveSettings settings)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(settings);
        _node = node;
        _settings = settings;
        _time = settings.Time;
        _start = settings.Start ?? _time.GetTimestamp();
    }

    /// <summary>
    /// Tells the node something that no flow brings (<see cref="NetInput.SignOut"/>, <see
    /// cref="NetInput.NetworkChanged"/>). Any thread; never waits. After the end of <see cref="RunAsync"/> nobody
    /// listens.
    /// </summary>
    public void Post(NetInput input) => _inbox.PostFromOwner(input);

    /// <summary>
    /// Powers the node on and runs it until <paramref name="finished"/>, asked after every input, says so; then closes
    /// every flow, after what the node wrote has been sent or a second has passed.
    /// </summary>
    /// <param name="finished">Whether the node has done what it was started for.</param>
    /// <param name="stop">Ends the run at once; flows are closed in the same way.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled; the exception carries
    /// it.</exception>
    /// <exception cref="InvalidOperationException">The driver has run before.</exception>
    /// <remarks>What the node throws comes through: it is a defect of the node.</remarks>
    public async Task RunAsync(Func<bool> finished, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(finished);
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A driver runs its node once.");
        }

        var net = new LiveNet(_settings, _inbox);
        await using (net.ConfigureAwait(false))
        {
            await LoopAsync(net, finished, stop).ConfigureAwait(false);
        }
    }

    private async Task LoopAsync(LiveNet net, Func<bool> finished, CancellationToken stop)
    {
        var alarm = _time.CreateTimer(
            static driver => ((LiveDriver)driver!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var stopping = stop.UnsafeRegister(static inbox => ((Inbox)inbox!).WakeElsewhere(), _inbox);
        await using (alarm.ConfigureAwait(false))
        await using (stopping.ConfigureAwait(false))
        {
            stop.ThrowIfCancellationRequested();
            Tell(net, new NetInput.PowerOn());
            var inputs = 0;
            while (!finished())
            {
                stop.ThrowIfCancellationRequested();

                // An answer that has arrived is heard before the deadline that it may just have met; one at a time, so
                // that a flood of answers cannot keep the deadline waiting.
                var told = _inbox.TryTake(out var arrival) && Tell(net, arrival);
                if (told && finished())
                {
                    return;
                }

                if (_node.Deadline <= Monotonic())
                {
                    Tell(net, new NetInput.DeadlineReached());
                }
                else if (arrival.Input is null)
                {
                    SetAlarm(alarm);

                    // The wake that came with it may just have been taken for one of the clock.
                    stop.ThrowIfCancellationRequested();
                    _ = await _inbox.WaitAsync().ConfigureAwait(false);
                    inputs = 0;
                }

                if (++inputs == InputsPerTurnMax)
                {
                    await Task.Yield();
                }
            }
        }
    }

    private bool Tell(LiveNet net, Arrival arrival)
    {
        try
        {
            if (!net.Admit(arrival))
            {
                return false;
            }

            Tell(net, arrival.Input!);
            return true;
        }
        finally
        {
            Inbox.Release(arrival.Rented);
        }
    }

    private void Tell(LiveNet net, NetInput input)
    {
        _effects.Clear();
        _node.Handle(new Now(Monotonic(), _time.GetUtcNow()), input, _effects);
        for (var i = 0; i < _effects.Count; i++)
        {
            net.Perform(_effects[i]);
        }
    }

    private Instant Monotonic() => new(_time.GetElapsedTime(_start).Ticks);

    private void Ring()
    {
        _rang = true;
        _inbox.Wake();
    }

    // An alarm that is set for an earlier deadline stays: when it rings, the loop looks at the clock and sets it anew.
    // Most deadlines are moved on by an answer long before they are met.
    private void SetAlarm(ITimer alarm)
    {
        if (_rang)
        {
            (_rang, _alarmFor) = (false, null);
        }

        if (_node.Deadline is not { } deadline || _alarmFor <= deadline)
        {
            return;
        }

        // Rounded up to the timer's millisecond: an alarm that rings early would only have to be set again.
        var span = deadline - Monotonic();
        var milliseconds = Math.Ceiling(Math.Clamp(span.TotalMilliseconds, 0, AlarmSpanMax.TotalMilliseconds));
        _alarmFor = deadline;
        _ = alarm.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
