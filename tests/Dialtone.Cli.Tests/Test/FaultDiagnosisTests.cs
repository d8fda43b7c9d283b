using Dialtone.Cli.Tests.Running;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Cli.Tests.Test;

/// <summary>Every fault that the lab on loopback has, alone: the program names what was broken.</summary>
[Trait("Lasts", "Minutes")]
public sealed class FaultDiagnosisTests(FaultDiagnoses runs) : IClassFixture<FaultDiagnoses>
{
    public static IEnumerable<TheoryDataRow<int>> Rows() => FaultDiagnosis.All.Select(
        (one, i) => new TheoryDataRow<int>(i) { TestDisplayName = $"What is found of {one}" });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_program_names_what_was_broken(int index)
    {
        var one = FaultDiagnosis.All[index];
        Assert.SkipWhen(one.NeedsIPv6 && !Loopback.HasIPv6, "This machine has no IPv6 on loopback.");

        var run = await runs.Of(one);

        one.WhyWrong(run).ShouldBe("", $"{string.Join(' ', one.CommandLine)}\n{run}");
        run.ExitCode.ShouldBe(one.Expected.Result == TransactionVerdict.Success ? 0 : 1);
        if (one.Expected.Finding is null)
        {
            run.Error.ShouldStartWith("A phone does not see this fault: ");
        }
        else
        {
            run.Error.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_wrong_expectation_is_told_from_a_right_one()
    {
        var right = FaultDiagnosis.All.First(one => one.Fault.Name == "pools-refused");
        var run = await runs.Of(right);

        string Why(LabExpectation planted) => (right with { Expected = planted }).WhyWrong(run);

        var expected = right.Expected;
        Why(expected).ShouldBeEmpty();
        Why(expected with { Finding = FindingCatalogue.DhcpNoAnswer.Code }).ShouldNotBeEmpty();
        Why(expected with { Finding = null }).ShouldNotBeEmpty();
        Why(expected with { Names = ["pool99.contoso.example"] }).ShouldNotBeEmpty();
        Why(expected with { Result = TransactionVerdict.Success }).ShouldNotBeEmpty();
    }
}
