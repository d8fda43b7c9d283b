using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>
/// What waits for one node. Flows wait when it is full, so a fast peer cannot fill the memory; what the node's host
/// says itself never waits and goes first, so the host cannot block on its own inbox. A reader that waits goes on
/// within the call that puts something in: what a flow brings costs no change of threads.
/// </summary>
internal sealed class Inbox
{
    /// <summary>How many inputs of flows may wait before the flows stop reading.</summary>
    public const int ArrivalsMax = 1024;

    private readonly Channel<Arrival> _arrivals = Channel.CreateBounded<Arrival>(
        new BoundedChannelOptions(ArrivalsMax)
        {
            SingleReader = true,
            AllowSynchronousContinuations = true,
            FullMode = BoundedChannelFullMode.Wait,
        });

    private readonly ConcurrentQueue<Arrival> _urgent = new();

    /// <summary>Puts in what the host itself has to say. On the node's thread; never waits.</summary>
    public void PostUrgent(NetInput input, FlowId flow = default)
    {
        _urgent.Enqueue(new(input, flow));
        Wake();
    }

    /// <summary>Puts in what the node's owner has to say. Any thread; never waits, nor runs the node.</summary>
    public void PostFromOwner(NetInput input)
    {
        _urgent.Enqueue(new(input));
        WakeElsewhere();
    }

    /// <summary>As <see cref="Wake"/>, on a thread of the pool.</summary>
    public void WakeElsewhere() =>
        ThreadPool.UnsafeQueueUserWorkItem(static inbox => inbox.Wake(), this, preferLocal: false);

    /// <summary>Makes the reader look at its clock. A thread that may run the node.</summary>
    public void Wake() =>
        // A full channel needs no waking: its reader is at work and looks at the urgent queue before the next arrival.
        _ = _arrivals.Writer.TryWrite(default);

    /// <summary>Puts in what a flow brings, once there is room; <c>false</c> when the node is no more.</summary>
    public async ValueTask<bool> PostAsync(Arrival arrival)
    {
        if (_arrivals.Writer.TryWrite(arrival))
        {
            return true;
        }

        try
        {
            await _arrivals.Writer.WriteAsync(arrival).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    /// <summary>Takes the next input, if one waits. The reader only.</summary>
    public bool TryTake(out Arrival arrival)
    {
        if (_urgent.TryDequeue(out arrival))
        {
            return true;
        }

        while (_arrivals.Reader.TryRead(out arrival))
        {
            if (arrival.Input is not null)
            {
                return true;
            }

            if (_urgent.TryDequeue(out arrival))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits until something was put in or the reader was woken.</summary>
    public ValueTask<bool> WaitAsync() => _arrivals.Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Takes nothing more, and lets go of what waits.</summary>
    public void Close()
    {
        _ = _arrivals.Writer.TryComplete();
        while (TryTake(out var arrival))
        {
            Release(arrival.Rented);
            arrival.Newcomer?.Abandon();
        }
    }

    /// <summary>Gives a pooled array back.</summary>
    public static void Release(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
