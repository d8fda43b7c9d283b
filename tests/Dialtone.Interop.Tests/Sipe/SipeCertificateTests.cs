using Dialtone.Interop.Tests.Servers;
using Dialtone.Lab.Faults;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>What SIPE asks the lab's Web Services for, and what it does without a certificate.</summary>
public sealed class SipeCertificateTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    [Fact]
    public async Task One_ticket_gets_one_certificate_and_nothing_is_refused()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.TlsDsk);

        await using var run = await SipeRun.ToEndAsync(
            driver, lab.Account("alice", "tls-dsk") with { Settle = TimeSpan.FromSeconds(2) });

        (await run.FinishAsync()).ShouldBe(0, run.Story);
        var web = lab.Lab.Nodes.Web01.Observed;
        (web.Tickets, web.Certificates, web.TicketsRefused, web.WrongCredentials).ShouldBe((1, 1, 0, 0), run.Story);
    }

    [Fact]
    public async Task The_ticket_is_had_by_Kerberos_too()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.TlsDsk, SipScheme.Kerberos);

        await using var run = await SipeRun.ToEndAsync(driver, lab.Account("alice", "tls-dsk") with
        {
            Login = $"alice@{Kdc.Realm}", Settle = TimeSpan.FromSeconds(2),
        });

        (await run.FinishAsync()).ShouldBe(0, run.Story);
        var web = lab.Lab.Nodes.Web01.Observed;
        (web.ProvedByKerberos, web.ProvedByNtlm, web.Certificates).ShouldBe((1, 0, 1), run.Story);
    }

    [Theory]
    [InlineData("web-no-mex")]
    [InlineData("web-no-port")]
    [InlineData("web-ticket-401")]
    [InlineData("web-ticket-28020")]
    [InlineData("web-signature-refused")]
    [InlineData("web-csr-refused")]
    [InlineData("web-certificate-unpublished")]
    public async Task It_does_not_sign_in_where_there_is_no_certificate(string fault)
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.TlsDsk);
        LabFault.TryFind(fault, out var broken).ShouldBeTrue();
        lab.Lab.Switch(broken, true);

        await using var run = await SipeRun.ToEndAsync(driver, lab.Account("alice", "tls-dsk"));

        (await run.FinishAsync()).ShouldBe(1, run.Story);
        run.Output.ShouldContain("ERROR", customMessage: run.Story);
    }
}
