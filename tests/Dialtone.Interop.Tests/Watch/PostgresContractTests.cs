using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.Tests.History;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>PostgreSQL does what every history does.</summary>
[Collection(PostgresCollection.Name)]
public class PostgresContractTests(PostgresServer server) : HistoryContract
{
    protected override async ValueTask<IHistory> NewAsync() =>
        new PostgresHistory(await server.Running.NewDatabaseAsync(), TimeProvider.System);

    protected override ValueTask RemoveAsync() => ValueTask.CompletedTask;
}
