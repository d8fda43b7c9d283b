using Dialtone.Lab.Faults;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>SIPE finds the lab by itself, as a client of a person does, and takes the best scheme on offer.</summary>
public sealed class SipeDiscoveryTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    [Theory]
    [InlineData("tls")]
    [InlineData("tcp")]
    public async Task By_the_SRV_records_of_the_labs_DNS(string transport)
    {
        await using var lab = await StartAsync("lyncdiscover-user-404");

        await using var run = await SipeRun.ToEndAsync(driver, lab.Anywhere("alice", "auto", transport));

        await run.ShouldHaveSignedInAsync(lab);
        run.Log.ShouldContain(
            $"_sipinternal{(transport == "tls" ? "tls" : "")}._tcp.contoso.example", customMessage: run.Story);
    }

    /// <summary>
    /// Over TLS: told to use TCP, SIPE speaks it to the port of TLS, which is the only one that the document names.
    /// </summary>
    [Fact]
    public async Task By_Lyncdiscover_alone()
    {
        await using var lab = await StartAsync("dns-no-srv");

        await using var run = await SipeRun.ToEndAsync(driver, lab.Anywhere("alice", "auto", "auto"));

        await run.ShouldHaveSignedInAsync(lab);
        run.Log.ShouldContain("lyncdiscoverinternal.contoso.example", customMessage: run.Story);
    }

    private async Task<SipeLab> StartAsync(string fault)
    {
        await driver.RequireAsync();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may give one program a DNS server of its own.");
        var lab = await SipeLab.StartAsync(SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm);
        LabFault.TryFind(fault, out var found).ShouldBeTrue();
        lab.Lab.Switch(found, true);
        return lab;
    }
}
