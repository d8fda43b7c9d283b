using Dialtone.Net;
using Dialtone.Net.Tests.Live;

namespace Dialtone.Net.Tests.Net;

public sealed class CertificateFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void One_or_many_are_read_with_text_between()
    {
        var first = new TestAuthority().Root;
        var second = new TestAuthority("Fabrikam CA").Root;
        File.WriteAllText(_path, $"first\n{first.ExportCertificatePem()}\nsecond\n{second.ExportCertificatePem()}\n");
        CertificateFile.TryLoad(_path, out var read, out var fault).ShouldBeTrue(fault?.ToString());
        read.ShouldNotBeNull().Select(static c => c.Subject).ShouldBe(["CN=Contoso Lab CA", "CN=Fabrikam CA"]);
    }

    [Fact]
    public void A_missing_file_is_named() => Fault(_path + ".missing").Kind.ShouldBe(CertificateFileFaultKind.Missing);

    [Theory]
    [InlineData("", CertificateFileFaultKind.NotPem)]
    [InlineData("0\u0082\u0001", CertificateFileFaultKind.NotPem)]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", CertificateFileFaultKind.NoCertificate)]
    [InlineData(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", CertificateFileFaultKind.BrokenCertificate)]
    public void What_is_wrong_is_told_apart(string text, CertificateFileFaultKind kind)
    {
        File.WriteAllText(_path, text);
        var fault = Fault(_path);
        fault.Kind.ShouldBe(kind);
        fault.ToString().ShouldStartWith(_path);
    }

    [Fact]
    public void A_directory_is_unreadable() =>
        Fault(Path.GetTempPath()).Kind.ShouldBe(CertificateFileFaultKind.Unreadable);

    private static CertificateFileFault Fault(string path)
    {
        CertificateFile.TryLoad(path, out _, out var fault).ShouldBeFalse();
        return fault.ShouldNotBeNull();
    }
}
