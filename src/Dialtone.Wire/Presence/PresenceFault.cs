using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>What is wrong with a notification of presence, and where: of its parts, or of a document in one.</summary>
/// <param name="Parts">What is wrong with the parts.</param>
/// <param name="Document">What is wrong with a document; its offset counts from the beginning of the body.</param>
public readonly record struct PresenceFault(MultipartFault Parts, XmlFault Document)
{
    /// <summary>Where it was noticed, in bytes from the beginning of the body.</summary>
    public int Offset => Parts.Kind != MultipartFaultKind.None ? Parts.Offset : Document.Offset;

    /// <inheritdoc/>
    public override string ToString()
    {
        var name = string.IsNullOrEmpty(Document.Name) ? "" : $" {Document.Name}";
        return Parts.Kind != MultipartFaultKind.None
            ? FormattableString.Invariant($"{Parts.Kind} at byte {Parts.Offset}")
            : FormattableString.Invariant($"{Document.Kind}{name} at byte {Document.Offset}");
    }
}
