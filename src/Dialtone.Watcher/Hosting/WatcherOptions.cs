namespace Dialtone.Watcher.Hosting;

/// <summary>What a person decides about one watcher, besides its configuration.</summary>
/// <param name="ConfigurationFile">The file of the configuration, which is read again whenever it changes.</param>
public sealed record WatcherOptions(string ConfigurationFile)
{
    /// <summary>
    /// Where it listens, in place of what the configuration says: <c>http://127.0.0.1:9560</c>; port 0 takes a free
    /// one.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>Whether Windows started it as a service.</summary>
    public bool IsWindowsService { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
