using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

public sealed class PresenceTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_one_publishes_the_other_is_told()
    {
        // The lab plays him to be busy; here he is what he publishes.
        lab.Lab.Play("bob", null).ShouldBeTrue();

        var run = _session.Run(
            $"Test-DialtonePresence -pa sip:bob@contoso.example -pc {LabFixture.Credential("bob", "Dial-Tone-2")} "
            + $"-sa {lab.AliceUri} -sc {LabFixture.Credential("alice", lab.Alice.Password)} {lab.Here} "
            + "-TimeoutInSeconds 20 -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run["SignedOut"].ShouldBe(true);
        run.Verbose.ShouldContain("'PublishPresence' activity started.");
        foreach (var user in (string[])[lab.AliceUri, "sip:bob@contoso.example"])
        {
            run.Verbose.ShouldContain($"User Sip Address = {user}", $"{run}");
        }
    }
}
