using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Presence;
using LabDeployment = Dialtone.Lab.Scenarios.Deployment;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>SIPE shows the contacts of the lab with their presence, and sees it change (S17).</summary>
public sealed class SipePresenceTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task Contacts_are_shown_with_presence_and_a_change_is_seen()
    {
        _ = await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(SipScheme.Ntlm);
        await using var run = await SipeRun.StartAsync(driver, lab.Account("alice") with
        {
            Contacts = 3,
            Expected = ["sip:bob@contoso.example=busy", "sip:erin@contoso.example=away"],
            Settle = TimeSpan.FromSeconds(10),
            Hold = TimeSpan.FromSeconds(6),
        });

        _ = await run.WaitForAsync("STATE holding", Wait);
        lab.Lab.Play("bob", Availability.DoNotDisturb, "Recording").ShouldBeTrue();
        (await run.WaitForAsync("PRESENCE uri=sip:bob@contoso.example presence=do-not-disturb", Wait))
            .ShouldContain("Recording");
        // As the driver expects it at the end, too.
        lab.Lab.Play("bob", Availability.Busy).ShouldBeTrue();

        (await run.FinishAsync()).ShouldBe(0, run.Story);
        run.Output.ShouldContain("display=\"Bob\" presence=busy");
        run.Output.ShouldContain("text=\"Busy - In a meeting\"");
        run.Output.ShouldContain("SELF status=available");
        run.Log.ShouldNotContain("WrongDelta");
    }

    /// <summary>Two of them, each of which has the other as a contact.</summary>
    [Fact]
    public async Task What_one_publishes_the_other_sees_until_it_signs_out()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(LabDeployment.Contoso with
        {
            Schemes = [SipScheme.Ntlm],
            Accounts =
            [
                new("alice", "Dial-Tone-1") { Contacts = ["bob"] }, new("bob", "Dial-Tone-2") { Contacts = ["alice"] },
            ],
        });
        await using var alice = await SipeRun.StartAsync(
            driver, lab.Account("alice") with { Hold = TimeSpan.FromMinutes(1) });
        await alice.WaitForAsync("STATE holding", Wait);

        await using var bob = await SipeRun.StartAsync(driver, lab.Account("bob") with
        {
            Expected = ["sip:alice@contoso.example=available"], Hold = TimeSpan.FromSeconds(5),
        });

        // Without him there is nothing for her to see.
        await bob.WaitForAsync("STATE connected", Wait);
        await alice.WaitForAsync("PRESENCE uri=sip:bob@contoso.example presence=available", Wait);
        (await bob.FinishAsync()).ShouldBe(0, bob.Story);
        await alice.WaitForAsync("PRESENCE uri=sip:bob@contoso.example presence=offline", Wait);
    }
}
