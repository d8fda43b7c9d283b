namespace Dialtone.Core.Memory;

/// <summary>Why stored memory cannot be used.</summary>
public enum MemoryFaultKind : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>No byte was stored.</summary>
    Empty,

    /// <summary>It begins as ours and is not what was written: cut short, or changed since.</summary>
    Torn,

    /// <summary>It is something else.</summary>
    NotOurs,

    /// <summary>It is whole, and of another account or profile.</summary>
    WrongAccount,

    /// <summary>A newer version of this product wrote it.</summary>
    NewerSchema,

    /// <summary>It is larger, or holds more of something, than is ever written.</summary>
    TooLarge,
}

/// <summary>Why stored memory cannot be used, and where that was seen.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Offset">The byte where it was seen.</param>
/// <param name="Detail">For people: what was found there; may be empty.</param>
public readonly record struct MemoryFault(MemoryFaultKind Kind, int Offset, string Detail = "")
{
    /// <summary>Nothing is wrong.</summary>
    public static MemoryFault None { get; } = new(MemoryFaultKind.None, 0);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        MemoryFaultKind.None => "nothing is wrong with it",
        MemoryFaultKind.Empty => "the file is empty",
        MemoryFaultKind.Torn => $"it was cut short, or changed since (byte {Offset})",
        MemoryFaultKind.NotOurs => $"it is something else (byte {Offset})",
        MemoryFaultKind.WrongAccount => "it is of another account or profile",
        MemoryFaultKind.NewerSchema => "a newer version wrote it",
        _ => $"it holds more than is ever written (byte {Offset})",
    } + (Detail.Length == 0 ? "" : $": {Detail}");
}
