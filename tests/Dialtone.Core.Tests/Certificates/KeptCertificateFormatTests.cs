using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dialtone.Core.Certificates;
using Dialtone.Core.Memory;

namespace Dialtone.Core.Tests.Certificates;

public class KeptCertificateFormatTests
{
    private const string Account = "sip:alice@contoso.example";

    private static readonly KeptCertificate Kept = Make();

    [Fact]
    public void What_is_stored_is_read_as_the_same()
    {
        KeptCertificateFormat.TryRead(KeptCertificateFormat.Write(Kept), Account, out var read, out var fault)
            .ShouldBeTrue($"{fault}");

        (read! with { Pair = Kept.Pair }).ShouldBe(Kept);
        read.Pair.Key.Pkcs8.ToArray().ShouldBe(Kept.Pair.Key.Pkcs8.ToArray());
    }

    [Fact]
    public void It_is_kept_for_one_account()
    {
        KeptCertificateFormat.TryRead(
            KeptCertificateFormat.Write(Kept), "sip:bob@contoso.example", out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Detail).ShouldBe((MemoryFaultKind.WrongAccount, Account));
    }

    [Fact]
    public void What_is_cut_short_or_changed_is_not_used()
    {
        var bytes = KeptCertificateFormat.Write(Kept);
        for (var length = 0; length < bytes.Length; length++)
        {
            KeptCertificateFormat.TryRead(bytes.AsSpan(0, length), Account, out _, out var fault).ShouldBeFalse();
            fault.Kind.ShouldBe(length == 0 ? MemoryFaultKind.Empty : MemoryFaultKind.Torn);
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            KeptCertificateFormat.TryRead(bytes, Account, out _, out _).ShouldBeFalse();
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"account":"sip:alice@contoso.example","from":"x","obtainedAt":"x","certificate":"","key":""}""")]
    [InlineData("""{"account":1,"from":"x","obtainedAt":"2026-01-01","certificate":"AA==","key":"AA=="}""")]
    public void What_somebody_else_made_is_not_used(string content)
    {
        var check = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        var bytes = Encoding.UTF8.GetBytes(
            $$"""{"format":"dialtone-certificate","schema":1,"sha256":"{{check}}","certificate":{{content}}}""" + "\n");

        KeptCertificateFormat.TryRead(bytes, Account, out _, out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(MemoryFaultKind.NotOurs);
    }

    private static KeptCertificate Make()
    {
        using var key = RSA.Create(2048);
        var from = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        using var certificate = new CertificateRequest(
            "CN=alice@contoso.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(from, from.AddDays(180));
        return new(
            Account, new(certificate.RawData, new(key.ExportPkcs8PrivateKey())), CertificateBench.Service,
            from.AddMinutes(1), from, from.AddDays(180));
    }
}
