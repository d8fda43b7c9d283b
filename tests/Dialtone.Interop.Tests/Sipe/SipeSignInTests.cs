using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>SIPE signs in to the lab, and stays: whoever verifies every signature finds each of them right.</summary>
public sealed class SipeSignInTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    [Theory]
    [InlineData("tls", @"CONTOSO\alice")]
    [InlineData("tls", null)]
    [InlineData("tcp", @"CONTOSO\alice")]
    public async Task By_NTLM(string transport, string? login)
    {
        _ = await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Ntlm);

        await using var run = await SipeRun.ToEndAsync(
            driver, lab.Account("alice", transport) with { Login = login, Settle = TimeSpan.FromSeconds(2) });

        (await run.FinishAsync()).ShouldBe(0, run.Story);
        run.Output.ShouldContain("STATE connected");
        run.Log.ShouldContain("validated");
        var seen = lab.Lab.Nodes.Pool01[0].Observed;
        (seen.Successes, seen.WrongSignatures, seen.Replays).ShouldBe((2, 0, 0), run.Story);
    }
}
