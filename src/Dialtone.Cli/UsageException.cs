namespace Dialtone.Cli;

/// <summary>
/// The person asked for something that cannot be done as it was asked. The message says what and how to mend it.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
