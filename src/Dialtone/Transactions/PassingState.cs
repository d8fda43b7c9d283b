namespace Dialtone.Transactions;

/// <summary>
/// Where the phone of a transaction keeps what it learns: as a rule a directory that is gone with it, since a phone
/// that remembers does not look for its Registrar.
/// </summary>
internal sealed class PassingState : IDisposable
{
    private readonly DirectoryInfo? _own;

    /// <summary>Uses the directory that was given, or makes one.</summary>
    /// <exception cref="IOException">It could not be made.</exception>
    public PassingState(string? given)
    {
        _own = given is null ? System.IO.Directory.CreateTempSubdirectory("dialtone-test-") : null;
        Directory = given ?? _own!.FullName;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _own?.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What is left behind is of a user's own temporary directory, and no result hangs on it.
        }
    }
}
