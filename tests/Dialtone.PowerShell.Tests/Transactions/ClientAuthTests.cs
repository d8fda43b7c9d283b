using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

public sealed class ClientAuthTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_user_signs_in_by_certificate_and_the_object_says_so()
    {
        var run = _session.Run($"Test-DialtoneClientAuth {lab.User} {lab.Here}");

        run.Errors.ShouldBeEmpty($"{run}");
        run.Warnings.ShouldBeEmpty();
        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run["TargetFqdn"].ShouldBe("pool01.contoso.example");
        $"{run["TargetUri"]}".ShouldEndWith("/CertProv/CertProvisioningService.svc", Case.Insensitive);
        run["Latency"].ShouldBeOfType<TimeSpan>().ShouldBeGreaterThan(TimeSpan.Zero);
        run["Error"].ShouldBe("");
        run["Diagnosis"].ShouldBe("");
        run["FailedStep"].ShouldBeNull();
        run["SignedOut"].ShouldBe(true);
    }
}
