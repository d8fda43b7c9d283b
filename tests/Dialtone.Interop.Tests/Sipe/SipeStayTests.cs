using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Presence;
using LabDeployment = Dialtone.Lab.Scenarios.Deployment;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>SIPE stays signed in by every scheme over every transport, all of them in one lab.</summary>
public sealed class SipeStayTests(SipeDriver driver) : IClassFixture<SipeDriver>
{
    private const string Watched = "erin";
    private const uint ExpiresSeconds = 45;

    // SIPE refreshes half a minute before the end, and looks for that once a second.
    private const int RefreshSecondsMax = 20;

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ConnectTimeMax = TimeSpan.FromMinutes(1);

    private static readonly (string User, string Scheme, string Transport)[] Accounts =
    [
        ("alice", "ntlm", "tls"), ("bob", "ntlm", "tcp"), ("carol", "krb5", "tls"), ("frank", "krb5", "tcp"),
        ("grace", "tls-dsk", "tls"), ("heidi", "tls-dsk", "tcp"),
    ];

    /// <summary>
    /// Registrations end soon here, so that ten minutes have some forty refreshes of each; and once in between the
    /// Registrars forget every security association, so that all of them prove themselves anew; and still are told of a
    /// contact.
    /// </summary>
    [Fact]
    [Trait("Lasts", "Minutes")]
    public async Task Ten_minutes_of_refreshes()
    {
        await driver.RequireAsync();
        await using var lab = await SipeLab.StartAsync(LabDeployment.Contoso with
        {
            Schemes = [SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm],
            Accounts =
            [
                .. Accounts.Select(account => new LabAccount(account.User, "Dial-Tone-1") { Contacts = [Watched] }),
                new(Watched, "Dial-Tone-1") { Presence = Availability.Busy },
            ],
        });
        lab.FrontEnd.Behaviour.GrantedExpires = ExpiresSeconds;

        var runs = new List<SipeRun>();
        foreach (var (user, scheme, transport) in Accounts)
        {
            runs.Add(await SipeRun.StartAsync(driver, lab.Account(user, scheme, transport) with { Hold = Hold }));
        }

        foreach (var run in runs)
        {
            await run.WaitForAsync("STATE holding", ConnectTimeMax);
        }

        await ForgetAsync(lab);
        lab.Lab.Play(Watched, Availability.Away).ShouldBeTrue();
        foreach (var run in runs)
        {
            await run.WaitForAsync($"PRESENCE uri=sip:{Watched}@contoso.example presence=away", ConnectTimeMax);
        }

        // The driver expects at the end what it expected at first.
        lab.Lab.Play(Watched, Availability.Busy).ShouldBeTrue();
        foreach (var run in runs)
        {
            (await run.FinishAsync()).ShouldBe(0, run.Story);
            run.Output.ShouldNotContain("ERROR", customMessage: run.Story);
            run.Log.ShouldNotContain("Invalid message signature", customMessage: run.Story);
            await run.DisposeAsync();
        }

        lab.Wrong.ShouldBe(0);
        lab.Successes.ShouldBeGreaterThan(Accounts.Length * (long)Hold.TotalSeconds / RefreshSecondsMax);
        lab.Deployment.Accounts.ShouldAllBe(
            account => lab.FrontEnd.Directory.BindingsOf(account.User, default).IsEmpty, "all have signed out");
    }

    /// <summary>Every refresh of a while finds its security association forgotten.</summary>
    private static async Task ForgetAsync(SipeLab lab)
    {
        LabFault.TryFind("auth-forgotten", out var fault).ShouldBeTrue();
        var before = lab.FrontEnd.Observed.Challenges;
        lab.Lab.Switch(fault, true);
        using var limit = new CancellationTokenSource(ConnectTimeMax);
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (lab.FrontEnd.Observed.Challenges < before + (2 * Accounts.Length))
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }

        lab.Lab.Switch(fault, false);
    }
}
