namespace Dialtone.Core.Net.Http;

/// <summary>
/// One header field of an HTTP message. Names are compared without regard to case (RFC 9110 section 5.1).
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; may be secret, and is not part of the text form.</param>
public readonly record struct HttpField(string Name, string Value)
{
    /// <summary>The name alone: a value may prove somebody.</summary>
    public override string ToString() => Name;
}
