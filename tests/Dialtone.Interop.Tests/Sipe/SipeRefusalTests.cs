using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>What SIPE makes of a lab that does not take it.</summary>
public sealed class SipeRefusalTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    [Fact]
    public async Task Digest_alone_is_nothing_that_it_knows()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Digest);

        await using var run = await SipeRun.ToEndAsync(driver, lab.Account("alice") with { Scheme = "auto" });

        (await run.FinishAsync()).ShouldBe(1, run.Story);
        run.Output.ShouldContain("ERROR kind=authentication-impossible", customMessage: run.Story);
    }
}
