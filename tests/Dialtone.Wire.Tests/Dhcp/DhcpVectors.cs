using System.Text;

namespace Dialtone.Wire.Tests.Dhcp;

/// <summary>Bytes worked out by hand from RFC 2131, 2132 and 3361, not by the writer under test.</summary>
internal static class DhcpVectors
{
    public const string Pool01Option120 = "0006706f6f6c303107636f6e746f736f076578616d706c6500";

    public const string Web01Option43 =
        "010c4d532d55432d436c69656e74" + "02056874747073"
        + "031577656230312e636f6e746f736f2e6578616d706c65" + "0403343433"
        + "05252f4365727450726f762f4365727450726f766973696f6e696e67536572766963652e737663";

    /// <summary>A DHCPINFORM of 192.0.2.50 as section 4.4.3 of RFC 2131 asks for it, without padding.</summary>
    public static byte[] Inform { get; } = Message("01010600", "1badcafe", "c0000232", "350108" + "3702782b"
        + "3c0c4d532d55432d436c69656e74" + "ff");

    /// <summary>The DHCPACK of 192.0.2.2 to it, with both options.</summary>
    public static byte[] Ack { get; } = Message("02010600", "1badcafe", "c0000232", "350105" + "3604c0000202"
        + "7819" + Pool01Option120 + "2b58" + Web01Option43 + "ff");

    public static byte[] Hex(string digits) => Convert.FromHexString(digits);

    public static string Text(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));

    public static byte[] Message(
        string head, string xid, string clientAddress, string options, string name = "", string file = "") =>
        Hex(head + xid + "00000000" + clientAddress + "000000000000000000000000"
            + "02005e100001".PadRight(32, '0') + name.PadRight(128, '0') + file.PadRight(256, '0')
            + "63825363" + options);
}
