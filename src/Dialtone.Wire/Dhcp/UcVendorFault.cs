namespace Dialtone.Wire.Dhcp;

/// <summary>The sub-options of option 43 for the vendor class MS-UC-Client.</summary>
public enum UcSubOptionCode : byte
{
    /// <summary>No sub-option.</summary>
    None = 0,

    /// <summary><c>UCIdentifier</c>: says that the block is meant for UC clients.</summary>
    UcIdentifier = 1,

    /// <summary><c>URLScheme</c>: <c>https</c>.</summary>
    UrlScheme = 2,

    /// <summary><c>WebServerFqdn</c>: the internal web services of the pool.</summary>
    WebServerFqdn = 3,

    /// <summary><c>WebServerPort</c>: decimal; may be left out.</summary>
    WebServerPort = 4,

    /// <summary><c>CertProvRelPath</c>: the path of the certificate provisioning service.</summary>
    CertProvRelPath = 5,
}

/// <summary>Why option 43 is not one for UC clients.</summary>
public enum UcVendorFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The option has no byte.</summary>
    Empty,

    /// <summary>A sub-option's length is missing, or its value runs past the end.</summary>
    SubOptionPastEnd,

    /// <summary>More than <see cref="DhcpLimits.VendorSubOptionsMax"/> sub-options.</summary>
    TooManySubOptions,

    /// <summary>One of the sub-options 1 to 5 stands there twice.</summary>
    SubOptionRepeated,

    /// <summary>A sub-option that is needed is not there.</summary>
    SubOptionMissing,

    /// <summary>A sub-option is there without a value.</summary>
    SubOptionEmpty,

    /// <summary>A value closes with a NUL: the option was defined as a string instead of binary.</summary>
    ClosedByNul,

    /// <summary>A value has a byte that is not printable ASCII.</summary>
    NotAscii,

    /// <summary>UCIdentifier is not <c>MS-UC-Client</c>: the block is for somebody else.</summary>
    WrongIdentifier,

    /// <summary>URLScheme is not a URL scheme (RFC 3986 section 3.1).</summary>
    InvalidScheme,

    /// <summary>WebServerFqdn is not a host name.</summary>
    InvalidServer,

    /// <summary>WebServerPort is not a decimal number from 1 to 65535.</summary>
    InvalidPort,

    /// <summary>CertProvRelPath does not begin with a slash, or has a space in it.</summary>
    InvalidPath,
}

/// <summary>What is wrong with option 43, in which sub-option, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="SubOption">The sub-option concerned; none if it is the option as a whole.</param>
/// <param name="Offset">The byte of the option's value at which it was noticed.</param>
/// <param name="TextSeen">The value that stands there instead, if it is text; else empty.</param>
public readonly record struct UcVendorFault(
    UcVendorFaultKind Kind, UcSubOptionCode SubOption, int Offset, string TextSeen);
