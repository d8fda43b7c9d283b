namespace Dialtone.Core.Journal;

/// <summary>Keeps nothing: for crowds.</summary>
public sealed class NullJournal : IJournal
{
    private NullJournal()
    {
    }

    /// <summary>The one there is.</summary>
    public static NullJournal Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(JournalEntry entry)
    {
    }
}
