using Microsoft.Data.Sqlite;

namespace Dialtone.Watcher.History.Sqlite;

/// <summary>What SQLite reports, in words for an operator.</summary>
internal static class SqliteTrouble
{
    // Result codes of sqlite3.h.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The trouble of a file.</summary>
    public static HistoryException Of(string file, SqliteException exception)
    {
        var (words, isPassing) = exception.SqliteErrorCode switch
        {
            Full => ($"There is no room left for the history {file}. Make room on its disk.", true),
            Busy or Locked => ($"Another program keeps the history {file} locked.", true),
            ReadOnly => ($"The history {file} cannot be written: it, its folder or its disk is read-only.", false),
            InputOutput => ($"The disk of the history {file} does not read or write.", true),
            Corrupt => ($"The history {file} is damaged. Move it away, and a new one is begun.", false),
            NotADatabase => ($"{file} is no history: not a file of SQLite.", false),
            CannotOpen => ($"The history {file} cannot be opened: is its folder there, and may it be written?", false),
            _ => ($"The history {file} does not work: {exception.Message}", false),
        };
        return new(words, exception) { IsPassing = isPassing };
    }
}
