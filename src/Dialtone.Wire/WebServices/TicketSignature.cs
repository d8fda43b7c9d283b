namespace Dialtone.Wire.WebServices;

/// <summary>The signature of a message, as far as it can vary (XML Signature Syntax and Processing).</summary>
internal sealed record TicketSignature
{
    /// <summary>There is none.</summary>
    public static TicketSignature None { get; } = new();

    /// <summary>The algorithm of <see cref="Value"/>.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>The digest of the time stamp, in base64.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The signature, in base64; empty without one.</summary>
    public string Value { get; init; } = "";

    /// <summary>The AssertionID of the ticket whose key made it.</summary>
    public string Signer { get; init; } = "";
}
