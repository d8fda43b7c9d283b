namespace Dialtone.Wire.Xml;

/// <summary>What a peer may choose in an XML body, and how much of it is accepted.</summary>
public static class XmlLimits
{
    /// <summary>The longest body, in bytes: that of a SIP message.</summary>
    public const int BodyBytesMax = 1_048_576;

    /// <summary>How deep elements may stand in each other. Publication grammars reach about ten.</summary>
    public const int DepthMax = 64;

    /// <summary>The most elements of one body. Real answers of provisioning have some thousand.</summary>
    public const int ElementsMax = 65_536;

    /// <summary>The most attributes of one element, declarations of namespaces included.</summary>
    public const int AttributesMax = 64;

    /// <summary>The most characters of a name that a fault shows.</summary>
    public const int NameSeenMax = 64;
}
