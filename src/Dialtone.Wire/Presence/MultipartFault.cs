namespace Dialtone.Wire.Presence;

/// <summary>What is wrong with a body of parts, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the body at which it was noticed.</param>
public readonly record struct MultipartFault(MultipartFaultKind Kind, int Offset);
