namespace Dialtone.Watcher.Configuration;

/// <summary>Why a configuration is refused.</summary>
/// <param name="Path">Where it is wrong: <c>checks[2].interval</c>; empty where it is about the whole file.</param>
/// <param name="What">What is wrong, and what may stand there.</param>
public sealed record ConfigurationFault(string Path, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? What : $"{Path}: {What}";
}
