using System.Collections.Immutable;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Hosting;

/// <summary>What looking at a configuration came to.</summary>
/// <param name="Configuration">The configuration; <c>null</c> where it is wrong.</param>
/// <param name="Fault">Where it is wrong, and how; <c>null</c> where it is right.</param>
/// <param name="Warnings">What it points at and this machine does not have.</param>
public sealed record CheckedFile(
    WatchConfiguration? Configuration, ConfigurationFault? Fault, ImmutableArray<ConfigurationFault> Warnings);
