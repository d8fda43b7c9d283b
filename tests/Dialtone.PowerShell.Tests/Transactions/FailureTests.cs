using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Results;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

/// <summary>A network that fails is an object, and no error.</summary>
public sealed class FailureTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_wrong_password_is_an_object_with_the_cause_and_what_to_do()
    {
        var run = _session.Run(
            $"Test-DialtoneClientAuth -ua {lab.AliceUri} -uc {LabFixture.Credential("alice", "Not-Her-Password")} "
            + $"{lab.Here} -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Failure);
        $"{run["Error"]}".ShouldNotBeEmpty();
        run["FailedStep"].ShouldNotBeNull();
        run["SignedOut"].ShouldBeNull();
        run["Steps"].ShouldBeOfType<StepOutput[]>()
            .ShouldContain(step => step.Step == TransactionStep.SignOut && step.Result == StepResult.NotRun);
        run.Verbose.ShouldContain("Could not download a CS certificate from web service.");
        run.Verbose.ShouldContain("CHECK:");
        run.Verbose.ShouldContain(line => line.StartsWith("An exception '", StringComparison.Ordinal));
        $"{run}".ShouldNotContain("Not-Her-Password");
    }

    [Fact]
    public void A_closed_port_is_named_with_its_number_and_its_cause()
    {
        var run = _session.Run(
            $"Test-DialtoneRegistration -t {lab.Lab.Deployment.Pool01} -rp 1 {lab.User} {lab.Network} -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Failure);
        $"{run["Error"]}".ShouldStartWith("10061, ");
        run["FailedStep"].ShouldBe(TransactionStep.Connect);
        var cause = run["Cause"].ShouldBeOfType<FindingOutput>();
        cause.Code.ShouldStartWith("DT21");
        run["Directions"].ShouldBeOfType<DirectionOutput[]>().ShouldNotBeEmpty();
        run["Findings"].ShouldBeOfType<FindingOutput[]>().ShouldContain(finding => finding.Code == cause.Code);
        run.Verbose.ShouldContain("Registration Request hit against Unknown");
    }

    [Fact]
    public void The_view_names_step_cause_and_directions_below_what_administrators_know()
    {
        var text = _session.Run(
            $"Test-DialtoneRegistration -t {lab.Lab.Deployment.Pool01} -rp 1 {lab.User} {lab.Network} "
            + "| Out-String -Width 300").Text;

        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("10061, "));
        lines.ShouldContain("FailedStep  : Connect");
        lines.ShouldContain(line => line.StartsWith("Cause       : DT21", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("Directions  : 1. ", StringComparison.Ordinal));
    }
}
