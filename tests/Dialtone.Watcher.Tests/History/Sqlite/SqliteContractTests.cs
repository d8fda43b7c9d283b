using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Sqlite;

namespace Dialtone.Watcher.Tests.History.Sqlite;

public class SqliteContractTests : HistoryContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dialtone-history-").FullName;

    protected override ValueTask<IHistory> NewAsync() =>
        ValueTask.FromResult<IHistory>(new SqliteHistory(Path.Combine(_folder, "history.db"), TimeProvider.System));

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
