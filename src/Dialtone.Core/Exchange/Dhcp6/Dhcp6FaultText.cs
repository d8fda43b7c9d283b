using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>Faults of DHCPv6 answers in words for an administrator: what stands there, and what should.</summary>
public static class Dhcp6FaultText
{
    /// <summary>What is wrong with option 21 or 22, and the right bytes where the name is known.</summary>
    public static string Of(Dhcp6SipServersFault fault)
    {
        var option = $"option {(int)fault.Option}";
        var text = fault.Kind switch
        {
            SipServersFaultKind.None => "",
            SipServersFaultKind.PlainText => $"{option} is the text '{fault.TextSeen}' where encoded labels belong",
            SipServersFaultKind.HexadecimalText =>
                $"{option} is the hexadecimal digits of the value as text, not the value",
            SipServersFaultKind.UnknownEncoding =>
                $"{option} begins with the encoding byte 00, which only option 120 of DHCPv4 has",
            SipServersFaultKind.Empty or SipServersFaultKind.NoNames or SipServersFaultKind.NoAddresses =>
                $"{option} is empty",
            SipServersFaultKind.LabelTooLong => $"{option} has a label of more than 63 bytes at byte {fault.Offset}",
            SipServersFaultKind.LabelPastEnd => $"{option} has a label that runs past the end at byte {fault.Offset}",
            SipServersFaultKind.NameNotClosed => $"{option} has a name without the closing 00",
            SipServersFaultKind.NameTooLong => $"{option} has a name of more than 253 characters",
            SipServersFaultKind.EmptyName => $"{option} has an empty name at byte {fault.Offset}",
            SipServersFaultKind.NotAHostName =>
                $"{option} has a character that no host name has, at byte {fault.Offset}",
            SipServersFaultKind.CompressionPointer => $"{option} has a compression pointer at byte {fault.Offset}",
            SipServersFaultKind.AddressCutShort =>
                $"{option} has an address of less than 16 bytes at byte {fault.Offset}",
            SipServersFaultKind.TooManyServers => $"{option} has more than {Dhcp6Limits.SipServersMax} servers",
            _ => $"{option} cannot be read at byte {fault.Offset}",
        };
        return fault.TryCorrect(out var right)
            ? $"{text}; define {option} as names, or as binary with the value {Convert.ToHexString(right)}"
            : text;
    }
}
