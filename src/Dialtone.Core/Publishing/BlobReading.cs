namespace Dialtone.Core.Publishing;

/// <summary>One way of reading what a person has as bytes.</summary>
/// <param name="Form">In which form it is taken to be.</param>
/// <param name="Bytes">The bytes.</param>
public readonly record struct BlobReading(BlobForm Form, byte[] Bytes);
