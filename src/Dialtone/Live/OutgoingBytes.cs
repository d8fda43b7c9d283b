namespace Dialtone.Live;

/// <summary>What waits to leave on all connections of one node, counted. Safe for use from any thread.</summary>
internal sealed class OutgoingBytes
{
    /// <summary>How many bytes may wait on all connections before those with the most have to end.</summary>
    public const long TotalMax = 64 * 1024 * 1024;

    /// <summary>What one connection may let wait whatever the others do.</summary>
    public const int EachMin = 16 * 1024;

    /// <summary>
    /// How many bytes may wait for a peer that does not read: a thousand times a large SIP message. One more ends the
    /// connection.
    /// </summary>
    public const int EachMax = 4 * 1024 * 1024;

    private long _total;

    /// <summary>Counts bytes of a connection, unless they are too many.</summary>
    /// <param name="waiting">What waits on it already.</param>
    /// <param name="more">What is to wait too.</param>
    public bool TryAdd(long waiting, int more)
    {
        var each = waiting + more;
        if (each > EachMax || (each > EachMin && Volatile.Read(ref _total) + more > TotalMax))
        {
            return false;
        }

        _ = Interlocked.Add(ref _total, more);
        return true;
    }

    /// <summary>They have left, or are given up.</summary>
    public void Remove(int bytes) => Interlocked.Add(ref _total, -bytes);
}
