using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// What a peer may choose in a document of Web Services, and how much of it is accepted, beside what limits any body
/// (<see cref="Xml.XmlLimits"/>).
/// </summary>
public static class WebServicesLimits
{
    /// <summary>The most ports of one service's metadata. Real ones have about a dozen.</summary>
    public const int PortsMax = 64;

    /// <summary>The most policies of one service's metadata.</summary>
    public const int PoliciesMax = 128;

    /// <summary>The most characters of a name, an identifier or a user's address.</summary>
    public const int NameLengthMax = 512;

    /// <summary>The most characters of an address on the web.</summary>
    public const int UrlLengthMax = WebUrl.LengthMax;

    /// <summary>The most characters of a fault's code or reason.</summary>
    public const int TextLengthMax = 2048;

    /// <summary>The most bytes of one side's entropy; both known ends use 32.</summary>
    public const int EntropyBytesMax = 256;

    /// <summary>The most characters of an assertion with its tags. Real ones have about three thousand.</summary>
    public const int AssertionLengthMax = 65_536;

    /// <summary>The most bytes of a certificate request: with the longest key that servers take, about 5,000.</summary>
    public const int RequestBytesMax = 32_768;

    /// <summary>The most bytes of a certificate, or of a bundle of them.</summary>
    public const int CertificateBytesMax = 131_072;

    /// <summary>The most certificates of one bundle.</summary>
    public const int CertificatesMax = 32;

    /// <summary>The most links of an answer of Lyncdiscover. Real ones have about forty.</summary>
    public const int LinksMax = 128;

    /// <summary>The most characters of a header field.</summary>
    public const int FieldLengthMax = 8192;
}
