namespace Dialtone.Wire.Xml;

/// <summary>Why a body is not the XML document that it should be.</summary>
public enum XmlFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>Longer than <see cref="XmlLimits.BodyBytesMax"/>.</summary>
    TooLong,

    /// <summary>
    /// A byte that UTF-8 does not have there. SIP bodies of these protocols are in no other encoding.
    /// </summary>
    NotUtf8,

    /// <summary>Not well-formed (XML 1.0), or a prefix without its namespace (Namespaces in XML 1.0).</summary>
    NotWellFormed,

    /// <summary>
    /// A document type declaration: none of these protocols has one, and entities could be defined in it.
    /// </summary>
    DocumentType,

    /// <summary>Elements in each other deeper than <see cref="XmlLimits.DepthMax"/>.</summary>
    TooDeep,

    /// <summary>More than <see cref="XmlLimits.ElementsMax"/> elements.</summary>
    TooManyElements,

    /// <summary>More than <see cref="XmlLimits.AttributesMax"/> attributes of one element.</summary>
    TooManyAttributes,

    /// <summary>The outermost element is not the one that the protocol has.</summary>
    WrongRoot,

    /// <summary>More of something than its limit allows; the name tells of what.</summary>
    TooMany,

    /// <summary>An attribute or element that must be there is not.</summary>
    Missing,

    /// <summary>A value that is none of its kind, or longer than its limit.</summary>
    InvalidValue,
}

/// <summary>What is wrong with a body, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">
/// The byte of the body at which it was noticed. Where the platform's reader noticed it, the byte of the line and
/// column that it names, which may be a few bytes behind the cause.
/// </param>
/// <param name="Name">
/// The element or attribute, its first <see cref="XmlLimits.NameSeenMax"/> characters; empty where there is none.
/// </param>
public readonly record struct XmlFault(XmlFaultKind Kind, int Offset, string Name);
