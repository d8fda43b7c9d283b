using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Hosting;

/// <summary>What starting a watcher came to.</summary>
public abstract record WatcherStart
{
    private WatcherStart()
    {
    }

    /// <summary>It runs.</summary>
    /// <param name="Host">What runs.</param>
    public sealed record Running(WatcherHost Host) : WatcherStart;

    /// <summary>Its configuration is wrong.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Fault">Where it is wrong, and how.</param>
    public sealed record Refused(string File, ConfigurationFault Fault) : WatcherStart
    {
        /// <inheritdoc/>
        public override string ToString() => $"{File}: {Fault}";
    }

    /// <summary>Somebody listens there already.</summary>
    /// <param name="Listen">Where.</param>
    public sealed record PortTaken(string Listen) : WatcherStart
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"Another program listens at {Listen}. Say listen in the configuration, or --listen.";
    }

    /// <summary>It cannot listen there, or keep its state or a history.</summary>
    /// <param name="Why">Why, in a sentence.</param>
    public sealed record Unable(string Why) : WatcherStart
    {
        /// <inheritdoc/>
        public override string ToString() => Why;
    }
}
