using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>
/// SIPE signs in to the lab, a Lync client of other people that verifies every signature and drops what is not right.
/// </summary>
public sealed class SipeSignInTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    [Theory]
    [InlineData("ntlm", "tls")]
    [InlineData("ntlm", "tcp")]
    [InlineData("krb5", "tls")]
    [InlineData("krb5", "tcp")]
    [InlineData("tls-dsk", "tls")]
    [InlineData("tls-dsk", "tcp")]
    public async Task At_a_server_that_it_is_told(string scheme, string transport)
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SchemeOf(scheme));

        await using var run = await SipeRun.ToEndAsync(driver, lab.Account("alice", scheme, transport));

        await run.ShouldHaveSignedInAsync(lab);
    }

    [Fact]
    public async Task By_the_SIP_address_in_the_place_of_a_login()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Ntlm);

        await using var run = await SipeRun.ToEndAsync(driver, lab.Account("alice") with { Login = null });

        await run.ShouldHaveSignedInAsync(lab);
    }

    private static SipScheme SchemeOf(string scheme) => scheme switch
    {
        "krb5" => SipScheme.Kerberos,
        "tls-dsk" => SipScheme.TlsDsk,
        _ => SipScheme.Ntlm,
    };
}
