namespace Dialtone.Core.Journal;

/// <summary>Keeps every entry: for tests and for one sign-in that is to be explained.</summary>
public sealed class KeepingJournal : IJournal
{
    private readonly List<JournalEntry> _entries = [];

    /// <summary>All entries so far.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <inheritdoc/>
    public void Write(JournalEntry entry) => _entries.Add(entry);
}
