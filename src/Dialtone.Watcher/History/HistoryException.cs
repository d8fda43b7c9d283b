namespace Dialtone.Watcher.History;

/// <summary>A history that cannot be read or written just now: the disk is full, the server is away.</summary>
public sealed class HistoryException : IOException
{
    /// <summary>Says what is wrong, in words for an operator, without a secret of the connection string.</summary>
    public HistoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the same call may work later: a server that is away. Else somebody must act.</summary>
    public bool IsPassing { get; init; }
}
