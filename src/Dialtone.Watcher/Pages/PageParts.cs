using System.Collections.Immutable;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.History;

namespace Dialtone.Watcher.Pages;

/// <summary>What the pages are made of.</summary>
/// <param name="Board">How all checks stand.</param>
/// <param name="History">What their runs came to.</param>
/// <param name="Time">The clock.</param>
public sealed record PageParts(CheckBoard Board, IHistory History, TimeProvider Time)
{
    /// <summary>The configuration that is in force.</summary>
    public Func<WatchConfiguration> Configuration { get; init; } = static () => new();

    /// <summary>The watcher's own troubles as they are now; empty for none.</summary>
    public Func<ImmutableArray<PageTrouble>> Troubles { get; init; } = static () => [];

    /// <summary>
    /// The token that lets its holder start runs and pause checks; <c>null</c> or empty for pages that are read only.
    /// </summary>
    public Func<string?> Token { get; init; } = static () => null;

    /// <summary>Runs a check now; <c>false</c> where this watcher does not run it.</summary>
    public Func<string, bool> RunNow { get; init; } = static _ => false;

    /// <summary>Pauses a check, or lets it run again; <c>false</c> where this watcher does not run it.</summary>
    public Func<string, bool, bool> Pause { get; init; } = static (_, _) => false;

    /// <summary>Ends what would last: whoever listens to events is let go.</summary>
    public CancellationToken Stopping { get; init; }
}
