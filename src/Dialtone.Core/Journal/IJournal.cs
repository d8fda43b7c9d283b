namespace Dialtone.Core.Journal;

/// <summary>Where a device writes what it saw and decided.</summary>
public interface IJournal
{
    /// <summary>Takes one entry. Entries come in the order of their time.</summary>
    void Write(JournalEntry entry);
}
