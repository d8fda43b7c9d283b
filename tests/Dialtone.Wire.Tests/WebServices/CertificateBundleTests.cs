using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Wire.WebServices;

namespace Dialtone.Wire.Tests.WebServices;

public class CertificateBundleTests
{
    private static readonly byte[][] Certificates = [Certificate("root"), Certificate("alice@contoso.example")];

    [Fact]
    public void A_certificate_alone_is_taken_as_it_is()
    {
        CertificateBundle.TryRead(Certificates[0], out var read).ShouldBeTrue();

        read.ShouldHaveSingleItem().ToArray().ShouldBe(Certificates[0]);
    }

    [Fact]
    public void A_bundle_that_the_platform_made_is_read()
    {
        var collection = new X509Certificate2Collection();
        foreach (var each in Certificates)
        {
            _ = collection.Add(X509CertificateLoader.LoadCertificate(each));
        }

        CertificateBundle.TryRead(collection.Export(X509ContentType.Pkcs7), out var read).ShouldBeTrue();

        read.Select(each => Convert.ToHexString(each.Span)).Order()
            .ShouldBe(Certificates.Select(each => Convert.ToHexString(each)).Order());
    }

    [Fact]
    public void A_bundle_of_ours_is_read_by_the_platform()
    {
        var bytes = CertificateBundle.ToPkcs7([.. Certificates.Select(each => (ReadOnlyMemory<byte>)each)]);

        X509Certificate2.GetCertContentType(bytes).ShouldBe(X509ContentType.Pkcs7);
        CertificateBundle.TryRead(bytes, out var read).ShouldBeTrue();
        read.Length.ShouldBe(2);
    }

    [Fact]
    public void What_is_cut_short_is_none()
    {
        var bytes = CertificateBundle.ToPkcs7([.. Certificates.Select(each => (ReadOnlyMemory<byte>)each)]);

        for (var length = 0; length < bytes.Length; length++)
        {
            CertificateBundle.TryRead(bytes.AsMemory(0, length), out var read).ShouldBeFalse();
            read.ShouldBeEmpty();
        }
    }

    [Fact]
    public void As_many_as_the_limit_are_read_and_one_more_is_not()
    {
        static bool Reads(int count) => CertificateBundle.TryRead(
            CertificateBundle.ToPkcs7([.. Enumerable.Repeat((ReadOnlyMemory<byte>)Certificates[0], count)]), out _);

        Reads(WebServicesLimits.CertificatesMax).ShouldBeTrue();
        Reads(WebServicesLimits.CertificatesMax + 1).ShouldBeFalse();
        Reads(0).ShouldBeFalse();
    }

    private static byte[] Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(60));
        return certificate.RawData;
    }
}
