namespace Dialtone.Core.Publishing;

/// <summary>What can be wrong with an option, or could be better.</summary>
public enum BlobProblemKind : byte
{
    /// <summary>Nothing is there.</summary>
    Empty,

    /// <summary>More than 255 bytes, which one option of DHCPv4 holds.</summary>
    TooLong,

    /// <summary>The bytes are the digits of the bytes: the option was typed as a string.</summary>
    DoubledHex,

    /// <summary>Quotation marks stand around the value and are sent with it.</summary>
    QuotesSent,

    /// <summary>A line end closes the value.</summary>
    LineEnd,

    /// <summary>The option's own code and length stand before its value, which the server writes itself.</summary>
    CodeAndLength,

    /// <summary>The name as text where labels with their lengths belong.</summary>
    PlainText,

    /// <summary>The encoding byte, and then the name as text.</summary>
    TextAfterEncoding,

    /// <summary>Labels without the encoding byte 00 before them.</summary>
    NoEncoding,

    /// <summary>The encoding byte of option 120, which DHCPv6 does not have.</summary>
    EncodingTooMuch,

    /// <summary>The name has no closing 00.</summary>
    NotClosed,

    /// <summary>More 00 than the one that closes the name.</summary>
    TrailingZero,

    /// <summary>A label's length is not that of its text, or is missing.</summary>
    LabelLength,

    /// <summary>A compression pointer, which this option does not have.</summary>
    CompressionPointer,

    /// <summary>Addresses in place of a name: a UC phone has nothing to check a certificate against.</summary>
    Addresses,

    /// <summary>A name without a dot, which is relative to nothing.</summary>
    RelativeName,

    /// <summary>More than one name, of which a UC phone uses the first.</summary>
    SeveralNames,

    /// <summary>The bytes are none of the option's forms.</summary>
    Unreadable,

    /// <summary>An address is not 16 bytes.</summary>
    AddressLength,

    /// <summary>A sub-option's length is missing or wrong.</summary>
    SubOptionLength,

    /// <summary>A sub-option that is needed is not there.</summary>
    SubOptionMissing,

    /// <summary>A sub-option has no value.</summary>
    SubOptionEmpty,

    /// <summary>A sub-option stands there twice.</summary>
    SubOptionRepeated,

    /// <summary>The sub-options are not in the order of their codes.</summary>
    SubOptionOrder,

    /// <summary>A sub-option's value closes with NUL, or has one between all characters.</summary>
    Nul,

    /// <summary>Spaces or a line end around a sub-option's value.</summary>
    Blank,

    /// <summary>UCIdentifier is MS-UC-Client but for its case.</summary>
    IdentifierCase,

    /// <summary>UCIdentifier is not MS-UC-Client.</summary>
    IdentifierWrong,

    /// <summary>URLScheme is not https.</summary>
    NotHttps,

    /// <summary>WebServerFqdn is not the name of a host.</summary>
    NotAHost,

    /// <summary>There is no WebServerPort: phones take that of the scheme.</summary>
    PortMissing,

    /// <summary>WebServerPort is a number in bytes, not in digits.</summary>
    PortBinary,

    /// <summary>WebServerPort is not a port.</summary>
    PortWrong,

    /// <summary>CertProvRelPath does not begin with a slash, or has a space in it.</summary>
    PathWrong,

    /// <summary>A sub-option that UC phones do not know.</summary>
    SubOptionUnknown,

    /// <summary>The whole URL as text where sub-options belong.</summary>
    UrlAsText,

    /// <summary>The VLAN is text, or a number of another width than two bytes.</summary>
    VlanForm,

    /// <summary>The VLAN is not from 1 to 4094.</summary>
    VlanRange,

    /// <summary>Option 125 names a vendor that is not Microsoft.</summary>
    OtherEnterprise,

    /// <summary>The sub-options stand in option 125 without number and length before them.</summary>
    EnterpriseMissing,
}
