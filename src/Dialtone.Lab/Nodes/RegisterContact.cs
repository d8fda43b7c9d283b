namespace Dialtone.Lab.Nodes;

/// <summary>One Contact of a REGISTER.</summary>
/// <param name="Uri">The URI as it stands.</param>
/// <param name="Key">What the URI is compared by.</param>
/// <param name="Instance"><c>&lt;urn:uuid:…&gt;</c>; empty where there is none.</param>
/// <param name="RegId">The number of the flow (RFC 5626 section 4.2); <c>null</c> where there is none.</param>
/// <param name="Expires">Its own expires in seconds; <c>null</c> where it has none.</param>
/// <param name="Q">Its preference in thousandths; <c>null</c> where it has none.</param>
/// <param name="Others">Its other parameters as they stand, each with its semicolon (RFC 3840).</param>
internal sealed record RegisterContact(
    string Uri, string Key, string Instance, uint? RegId, uint? Expires, ushort? Q, string Others);
