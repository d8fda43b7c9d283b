using Dialtone.Core.Publishing;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>What is said of an option that somebody has, in English.</summary>
public static class BlobText
{
    /// <summary>The option by its code and what it is for.</summary>
    public static string Of(BlobOption option) => option switch
    {
        BlobOption.SipServers => "option 120 (SIP servers)",
        BlobOption.Vendor => "option 43 (vendor-specific information)",
        BlobOption.EnterpriseVendor => "option 125 (vendor-identifying vendor-specific information)",
        BlobOption.SipServerNames6 => "DHCPv6 option 21 (SIP servers by name)",
        _ => "DHCPv6 option 22 (SIP servers by address)",
    };

    /// <summary>The form in which it was given.</summary>
    public static string Of(BlobForm form) => form switch
    {
        BlobForm.Hex => "hexadecimal digits",
        BlobForm.SeparatedHex => "hexadecimal bytes",
        BlobForm.PrefixedHex => "hexadecimal with 0x",
        BlobForm.DottedHex => "Cisco's groups of hexadecimal digits",
        BlobForm.Decimal => "decimal numbers",
        BlobForm.Base64 => "base64",
        BlobForm.Escaped => "text with escapes",
        BlobForm.Quoted => "quoted text",
        _ => "text",
    };

    /// <summary>A problem as a sentence with its place.</summary>
    public static string Of(BlobOption option, BlobProblem problem)
    {
        var place = problem.SubOption == 0 ? ""
            : Enum.IsDefined((UcSubOptionCode)problem.SubOption)
                ? $"sub-option {problem.SubOption} ({(UcSubOptionCode)problem.SubOption}): "
                : $"sub-option {problem.SubOption}: ";
        return $"byte {problem.Offset}: {place}{Said(option, problem)}";
    }

    private static string Said(BlobOption option, BlobProblem problem) => problem.Kind switch
    {
        BlobProblemKind.Empty => "there is nothing",
        BlobProblemKind.TooLong => "more than 255 bytes, which is what one option holds",
        BlobProblemKind.DoubledHex =>
            "the digits of the bytes are sent as text: the value was typed where the server takes a string",
        BlobProblemKind.QuotesSent => "the quotation marks are sent too",
        BlobProblemKind.LineEnd => "a line end is sent too",
        BlobProblemKind.CodeAndLength => "code and length of the option stand before its value: the server writes them",
        BlobProblemKind.PlainText when option == BlobOption.SipServerAddresses6 =>
            $"'{problem.Seen}' is text; addresses are 16 bytes each",
        BlobProblemKind.PlainText => $"'{problem.Seen}' is text; each label needs its length before it",
        BlobProblemKind.TextAfterEncoding => $"'{problem.Seen}' has dots; each label needs its length in their place",
        BlobProblemKind.NoEncoding => "the encoding byte 00 is missing before the first label",
        BlobProblemKind.EncodingTooMuch => "DHCPv6 has no encoding byte: the 00 does not belong here",
        BlobProblemKind.NotClosed => "the name does not end with 00",
        BlobProblemKind.TrailingZero => "more than the one 00 that ends the name",
        BlobProblemKind.LabelLength => "a label's length is missing or is not that of its text",
        BlobProblemKind.CompressionPointer => "a compression pointer, which phones do not follow",
        BlobProblemKind.Addresses =>
            "an address in place of a name: a UC phone has no name to check the certificate against",
        BlobProblemKind.RelativeName => $"'{problem.Seen}' has no domain: a phone adds none",
        BlobProblemKind.SeveralNames => "several names: a UC phone uses the first",
        BlobProblemKind.AddressLength => "addresses are 16 bytes each",
        _ => SaidOfSubOption(problem),
    };

    private static string SaidOfSubOption(BlobProblem problem) => problem.Kind switch
    {
        BlobProblemKind.SubOptionLength => "a length is missing or wrong, so that what follows is not found",
        BlobProblemKind.SubOptionMissing => "is missing",
        BlobProblemKind.SubOptionEmpty => "has no value",
        BlobProblemKind.SubOptionRepeated => "stands there twice",
        BlobProblemKind.SubOptionOrder => "comes after a higher one; in order is what phones were tested with",
        BlobProblemKind.Nul => "has NUL in it: define it as binary, not as a string",
        BlobProblemKind.Blank => "has blanks around it",
        BlobProblemKind.IdentifierCase => $"'{problem.Seen}' has to be '{UcVendorOption.VendorClass}': case matters",
        BlobProblemKind.IdentifierWrong => $"'{problem.Seen}' is not '{UcVendorOption.VendorClass}': meant for others",
        BlobProblemKind.NotHttps => $"'{problem.Seen}' has to be 'https'",
        BlobProblemKind.NotAHost => $"'{problem.Seen}' is not the name of a host",
        BlobProblemKind.PortMissing => "is missing; phones take 443",
        BlobProblemKind.PortBinary => "is a number; it has to be digits, 343433 for 443",
        BlobProblemKind.PortWrong => $"'{problem.Seen}' is not a port",
        BlobProblemKind.PathWrong => $"'{problem.Seen}' is not a path that begins with a slash",
        BlobProblemKind.SubOptionUnknown => "means nothing to a UC phone",
        BlobProblemKind.UrlAsText => $"'{problem.Seen}' is text; the URL goes into five sub-options",
        BlobProblemKind.VlanForm => "a VLAN is a number of two bytes",
        BlobProblemKind.VlanRange => $"{problem.Seen} is not a VLAN from 1 to {VoiceVlanOption.IdMax}".TrimStart(),
        BlobProblemKind.OtherEnterprise => $"enterprise {problem.Seen} is not Microsoft (311)",
        BlobProblemKind.EnterpriseMissing => "enterprise number and length are missing: this is option 43",
        _ => "cannot be read",
    };
}
