namespace Dialtone.Watcher.Configuration;

/// <summary>Passive results for Nagios, Icinga and their kind.</summary>
/// <param name="CommandFile">The external command file, as a rule a named pipe.</param>
/// <param name="Host">The host whose services the checks are.</param>
public sealed record NagiosSettings(string CommandFile, string Host);
