namespace Dialtone.Wire.Presence;

/// <summary>A publication that named a version which is not the present one.</summary>
/// <param name="Index">Its place in the request, counted from 1.</param>
/// <param name="Current">The present version.</param>
public sealed record WrongVersion(uint Index, uint Current);
