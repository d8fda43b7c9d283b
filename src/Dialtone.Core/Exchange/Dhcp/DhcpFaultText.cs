using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Exchange.Dhcp;

/// <summary>Faults of DHCP answers in words for an administrator: what stands there, and what should.</summary>
public static class DhcpFaultText
{
    /// <summary>What is wrong with option 120, and the right bytes where the name is known.</summary>
    public static string Of(SipServersFault fault)
    {
        var text = fault.Kind switch
        {
            SipServersFaultKind.None => "",
            SipServersFaultKind.PlainText => $"option 120 is the text '{fault.TextSeen}' where encoded bytes belong",
            SipServersFaultKind.TextAfterEncoding =>
                $"option 120 is the encoding byte 00 and the text '{fault.TextSeen}' where encoded labels belong",
            SipServersFaultKind.HexadecimalText =>
                "option 120 is the hexadecimal digits of the value as text, not the value",
            SipServersFaultKind.Empty => "option 120 is empty",
            SipServersFaultKind.UnknownEncoding => "option 120 begins with neither 00 (names) nor 01 (addresses)",
            SipServersFaultKind.NoNames => "option 120 has encoding 0 and no name",
            SipServersFaultKind.NoAddresses => "option 120 has encoding 1 and no address",
            SipServersFaultKind.LabelTooLong => $"option 120 has a label of more than 63 bytes at byte {fault.Offset}",
            SipServersFaultKind.LabelPastEnd => $"option 120 has a label that runs past the end at byte {fault.Offset}",
            SipServersFaultKind.NameNotClosed => "option 120 has a name without the closing 00",
            SipServersFaultKind.NameTooLong => "option 120 has a name of more than 253 characters",
            SipServersFaultKind.EmptyName => $"option 120 has an empty name at byte {fault.Offset}",
            SipServersFaultKind.NotAHostName =>
                $"option 120 has a character that no host name has, at byte {fault.Offset}",
            SipServersFaultKind.CompressionPointer => $"option 120 has a compression pointer at byte {fault.Offset}",
            SipServersFaultKind.AddressCutShort =>
                $"option 120 has an address of less than 4 bytes at byte {fault.Offset}",
            SipServersFaultKind.TooManyServers => $"option 120 has more than {DhcpLimits.SipServersMax} servers",
            _ => $"option 120 cannot be read at byte {fault.Offset}",
        };
        return fault.TryCorrect(out var right)
            ? $"{text}; define option 120 as binary and set it to {Convert.ToHexString(right)}"
            : text;
    }

    /// <summary>What is wrong with option 43, with the sub-option by number and name.</summary>
    public static string Of(UcVendorFault fault)
    {
        var name = fault.SubOption == UcSubOptionCode.None
            ? ""
            : $"sub-option {(int)fault.SubOption} ({fault.SubOption})";
        return fault.Kind switch
        {
            UcVendorFaultKind.None => "",
            UcVendorFaultKind.Empty => "option 43 is empty",
            UcVendorFaultKind.SubOptionPastEnd =>
                $"option 43 has a sub-option that runs past the end at byte {fault.Offset}",
            UcVendorFaultKind.TooManySubOptions =>
                $"option 43 has more than {DhcpLimits.VendorSubOptionsMax} sub-options",
            UcVendorFaultKind.SubOptionRepeated => $"option 43 has {name} twice",
            UcVendorFaultKind.SubOptionMissing => $"option 43 has no {name}",
            UcVendorFaultKind.SubOptionEmpty => $"option 43 has an empty {name}",
            UcVendorFaultKind.ClosedByNul =>
                $"option 43 closes {name} with a NUL: define it as binary, not as a string",
            UcVendorFaultKind.NotAscii => $"option 43 has a byte that is not ASCII in {name}",
            UcVendorFaultKind.WrongIdentifier =>
                $"option 43 has '{fault.TextSeen}' in {name} where '{UcVendorOption.VendorClass}' belongs",
            UcVendorFaultKind.InvalidScheme => $"option 43 has '{fault.TextSeen}' in {name}, which is no URL scheme",
            UcVendorFaultKind.InvalidServer => $"option 43 has '{fault.TextSeen}' in {name}, which is no host name",
            UcVendorFaultKind.InvalidPort => $"option 43 has '{fault.TextSeen}' in {name}, which is no port",
            UcVendorFaultKind.InvalidPath =>
                $"option 43 has '{fault.TextSeen}' in {name}, which is no path from the root",
            _ => $"option 43 cannot be read at byte {fault.Offset}",
        };
    }
}
