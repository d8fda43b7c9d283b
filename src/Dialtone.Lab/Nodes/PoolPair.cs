using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Two pools of which each is the backup of the other, and what each knows of the other's life: the lab's stand-in for
/// the heartbeats that Registrars send each other. The Front Ends of both share one. On sockets each of them runs on a
/// thread of its own, so every call takes the lock.
/// </summary>
/// <param name="first">The name of one pool.</param>
/// <param name="second">The name of the other.</param>
/// <param name="failureDetection">
/// How long a pool must be without a heartbeat until its backup takes its users (FailureDetectionInterval).
/// </param>
/// <param name="failbackDetection">
/// How long it must be back until its users are sent home (FailbackDetectionInterval).
/// </param>
public sealed class PoolPair(
    HostName first, HostName second, TimeSpan failureDetection, TimeSpan failbackDetection)
{
    // A pool that missed so many heartbeats in a row was away, however short that was.
    private const int HeartbeatsMissedMax = 3;

    private const int HeartbeatsPerInterval = 10;

    private static readonly TimeSpan HeartbeatMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HeartbeatMax = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    // Of the first pool and of the second. Both are taken to have lived when the lab began, and before.
    private readonly (Instant Last, Instant Since)[] _lives = new (Instant, Instant)[2];

    /// <summary>How often a Front End sends a heartbeat, and looks after its guests.</summary>
    public TimeSpan Heartbeat { get; } = TimeSpan.FromTicks(Math.Clamp(
        Math.Min(failureDetection.Ticks, failbackDetection.Ticks) / HeartbeatsPerInterval,
        HeartbeatMin.Ticks, HeartbeatMax.Ticks));

    /// <summary>The backup of a pool; <c>null</c> for one that is neither of the two.</summary>
    public HostName? BackupOf(HostName pool) => pool == first ? second : pool == second ? first : null;

    /// <summary>A Front End of this pool lives and can be reached.</summary>
    /// <exception cref="ArgumentException">It is neither of the two.</exception>
    public void Beat(HostName pool, Instant now)
    {
        lock (_gate)
        {
            ref var life = ref _lives[IndexOf(pool)];
            life = (now, now - life.Last > Heartbeat * HeartbeatsMissedMax ? now : life.Since);
        }
    }

    /// <summary>Whether a pool has been without a heartbeat so long that its backup takes its users.</summary>
    /// <exception cref="ArgumentException">It is neither of the two.</exception>
    public bool IsLost(HostName pool, Instant now)
    {
        lock (_gate)
        {
            return now - _lives[IndexOf(pool)].Last >= failureDetection;
        }
    }

    /// <summary>Whether a pool has lived so long that its users go home.</summary>
    /// <exception cref="ArgumentException">It is neither of the two.</exception>
    public bool IsBack(HostName pool, Instant now)
    {
        lock (_gate)
        {
            var (last, since) = _lives[IndexOf(pool)];
            return now - last <= Heartbeat * HeartbeatsMissedMax
                && (since == Instant.Zero || now - since >= failbackDetection);
        }
    }

    private int IndexOf(HostName pool) => pool == first ? 0 : pool == second ? 1
        : throw new ArgumentException($"{pool} is neither {first} nor {second}.", nameof(pool));
}
