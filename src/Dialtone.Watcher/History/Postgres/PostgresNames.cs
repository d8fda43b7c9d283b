using System.Collections.Concurrent;
using Npgsql;

namespace Dialtone.Watcher.History.Postgres;

/// <summary>The numbers that stand for the names of checks. A number stays with its name for ever.</summary>
internal sealed class PostgresNames
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The number of a check; <c>null</c> where nothing was ever kept of it.</summary>
    public async Task<int?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        if (_numbers.TryGetValue(name, out var known))
        {
            return known;
        }

        var found = await connection.NumberAsync(
            "SELECT id FROM dialtone.checks WHERE name = $1", cancellationToken, PostgresValues.Of(name))
            .ConfigureAwait(false);
        if (found is { } number)
        {
            _numbers[name] = (int)number;
        }

        return (int?)found;
    }

    /// <summary>The numbers of these names, each of which gets one where it has none yet.</summary>
    public async Task<Dictionary<string, int>> EnsureAsync(
        NpgsqlConnection connection, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            int? number;
            while ((number = await FindAsync(connection, name, cancellationToken).ConfigureAwait(false)) is null)
            {
                _ = await connection.RunAsync(
                    "INSERT INTO dialtone.checks (name) VALUES ($1) ON CONFLICT DO NOTHING", cancellationToken,
                    PostgresValues.Of(name)).ConfigureAwait(false);
            }

            numbers[name] = number.Value;
        }

        return numbers;
    }

    /// <summary>Forgets them all.</summary>
    public void Forget() => _numbers.Clear();
}
