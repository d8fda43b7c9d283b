using System.Text;

namespace Dialtone.Wire.Tests.Dhcp6;

/// <summary>Bytes worked out by hand from RFC 8415 and 3319, and bytes that servers of other people sent.</summary>
internal static class Dhcp6Vectors
{
    public const string Pool01 = "06706f6f6c303107636f6e746f736f076578616d706c6500";
    public const string Pool02 = "06706f6f6c303207636f6e746f736f076578616d706c6500";
    public const string Address11 = "20010db8000000000000000000000011";
    public const string Address12 = "20010db8000000000000000000000012";

    /// <summary>
    /// An INFORMATION-REQUEST as section 18.2.6 of RFC 8415 asks for it: a DUID-LL, options 21, 22, 32 and 83 asked
    /// for, and no time elapsed.
    /// </summary>
    public static byte[] InformationRequest { get; } = Hex("0b1badca" + "0001000a" + "0003000102005e100001"
        + "00060008" + "0015001600200053" + "00080002" + "0000");

    /// <summary>The REPLY of Kea 2.2.0 to it.</summary>
    public static byte[] KeaReply { get; } = Hex("071badca0001000a0003000102005e1000010002000a0003000102005e100002"
        + "0015003006706f6f6c303107636f6e746f736f076578616d706c650006706f6f6c303207636f6e746f736f076578616d706c6500"
        + "0016002020010db800000000000000000000001120010db8000000000000000000000012" + "0020000400000e10");

    /// <summary>The REPLY of dnsmasq 2.90 to it.</summary>
    public static byte[] DnsmasqReply { get; } = Hex("071badca0001000a0003000102005e100001"
        + "0002000e00010001329aa5a76ae9a132e6dd" + "0020000400000e10"
        + "0016002020010db800000000000000000000001120010db8000000000000000000000012"
        + "0015003006706f6f6c303107636f6e746f736f076578616d706c650006706f6f6c303207636f6e746f736f076578616d706c6500");

    public static byte[] Hex(string digits) => Convert.FromHexString(digits);

    public static string Text(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));
}
