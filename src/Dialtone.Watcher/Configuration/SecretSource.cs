namespace Dialtone.Watcher.Configuration;

/// <summary>Where a secret is: never in the configuration itself. Read anew whenever it is used.</summary>
/// <param name="File">The file whose first line it is; <c>null</c> for none.</param>
/// <param name="Environment">The variable of the environment whose value it is; <c>null</c> for none.</param>
public sealed partial record SecretSource(string? File, string? Environment);
