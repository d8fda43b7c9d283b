using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>One server for all tests that are content with a database of their own in it.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private Postgres? running;

    /// <summary>The server; the running test is skipped, with the reason, where there is none.</summary>
    internal Postgres Running
    {
        get
        {
            Assert.SkipWhen(Postgres.Refusal is not null, Postgres.Refusal ?? "");
            return running!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Postgres.Refusal is null)
        {
            // A history of 400 days in one hand-in takes a lock of each of their tables.
            running = await Postgres.StartAsync(options: "max_locks_per_transaction=512");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
        }
    }
}
