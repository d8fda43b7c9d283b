namespace Dialtone.Storage;

/// <summary>A file that could not be read, written or moved.</summary>
/// <param name="Path">Which.</param>
/// <param name="Reason">What the system said.</param>
public sealed record StorageFault(string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}
