namespace Dialtone.Wire.Presence;

/// <summary>One part of a body.</summary>
/// <param name="ContentType">Its type without parameters, in lower case; empty where it has none.</param>
/// <param name="ContentId">Its identifier without brackets; empty where it has none.</param>
/// <param name="Offset">Where its content begins in the body.</param>
/// <param name="Length">How long the content is, in bytes.</param>
public readonly record struct MultipartPart(string ContentType, string ContentId, int Offset, int Length)
{
    /// <summary>The content.</summary>
    /// <param name="body">The body that it was read from.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Offset, Length);
}
