using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>What SIPE makes of a lab that does not take it, or that it does not trust.</summary>
public sealed class SipeRefusalTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    [Fact]
    public async Task Digest_alone_is_nothing_that_it_knows()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Digest);

        await ShouldFailAsync(lab.Account("alice", "auto"), "kind=authentication-impossible");
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Ntlm);

        await ShouldFailAsync(
            lab.Account("alice") with { Password = "Dial-Tone-2" }, "kind=authentication-failed");
    }

    [Fact]
    public async Task The_reason_of_a_refusal_is_shown_to_its_user()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Ntlm);
        lab.FrontEnd.Behaviour.LocksAccounts = true;

        await ShouldFailAsync(lab.Account("alice"), "User disabled");
    }

    [Fact]
    public async Task A_wrong_signature_of_the_server_ends_the_connection()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Ntlm);
        lab.FrontEnd.Behaviour.SignsWrongly = true;

        await ShouldFailAsync(lab.Account("alice"), "Invalid message signature received");
    }

    private async Task ShouldFailAsync(SipeAccount account, string says)
    {
        await using var run = await SipeRun.ToEndAsync(driver, account);

        (await run.FinishAsync()).ShouldBe(1, run.Story);
        run.Output.ShouldContain("ERROR", customMessage: run.Story);
        run.Output.ShouldContain(says, customMessage: run.Story);
    }
}
