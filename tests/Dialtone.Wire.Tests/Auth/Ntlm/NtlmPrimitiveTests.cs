using System.Security.Cryptography;
using System.Text;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Wire.Tests.Auth.Ntlm;

public class NtlmPrimitiveTests
{
    // RFC 1320, appendix A.5.
    [Theory]
    [InlineData("", "31D6CFE0D16AE931B73C59D7E0C089C0")]
    [InlineData("a", "BDE52CB31DE33E46245E05FBDBD6FB24")]
    [InlineData("abc", "A448017AAF21D8525FC10AE87AA6729D")]
    [InlineData("message digest", "D9130A8164549FE818874806E1C7014B")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "D79E1C308AA5BBCDEEA8ED63DF412DA9")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043F8582F241DB351CE627E153E7F0E4")]
    [InlineData(
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "E33B4DDC9C38F2199C3E7B164FCC0536")]
    public void N0_md4(string text, string hash) => Md4Of(Encoding.ASCII.GetBytes(text)).ShouldBe(hash);

    // Where the length still fits into the last block, and where it does not; by OpenSSL.
    [Theory]
    [InlineData(55, "2DF5A83F688F18C0866C64173BE82A8F")]
    [InlineData(56, "7B9B4593CD9322EA492CF0BCDD84F0AE")]
    [InlineData(63, "594697FC0810937E0E899A65911293B5")]
    [InlineData(64, "2F6F7B10C5CADCA6D5770F428C899BA7")]
    [InlineData(119, "8BF9D82D3CD1246AB64363D6DA010259")]
    [InlineData(120, "888E0376839FC84239DBA15A308DF398")]
    public void Md4_of_zeros_around_the_end_of_a_block(int length, string hash) =>
        Md4Of(new byte[length]).ShouldBe(hash);

    [Fact]
    public void N0_what_the_platform_has()
    {
        Convert.ToHexString(MD5.HashData("message digest"u8)).ShouldBe("F96B697D7CB7938D525A2F31AAF161D0");
        Convert.ToHexString(HMACMD5.HashData([.. Enumerable.Repeat((byte)0x0B, 16)], "Hi There"u8))
            .ShouldBe("9294727A3638BB1C13F48EF8158BFC9D");
    }

    // RFC 6229: the stream of a key of 128 bits and of one of 40.
    [Theory]
    [InlineData("0102030405060708090A0B0C0D0E0F10", "9AC7CC9A609D1EF7B2932899CDE41B97")]
    [InlineData("0102030405", "B2396305F03DC027CCC3524A0A1118A8")]
    public void Rc4_by_rfc_6229(string key, string stream)
    {
        var data = new byte[16];
        Rc4.Apply(Convert.FromHexString(key), data);

        Convert.ToHexString(data).ShouldBe(stream);
    }

    private static string Md4Of(ReadOnlySpan<byte> data)
    {
        var hash = new byte[Md4.HashBytes];
        Md4.HashData(data, hash);
        return Convert.ToHexString(hash);
    }
}
