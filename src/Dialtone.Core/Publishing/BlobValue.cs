namespace Dialtone.Core.Publishing;

/// <summary>Something that an option says.</summary>
/// <param name="Name">What it is: <c>Registrar</c>, <c>sub-option 3 WebServerFqdn</c>.</param>
/// <param name="Text">Its value.</param>
public readonly record struct BlobValue(string Name, string Text);
