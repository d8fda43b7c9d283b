using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

public sealed class CompareTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_differs_between_two_runs_is_said_and_one_of_them_may_be_a_file()
    {
        var file = Path.Combine(lab.Lab.WorkDirectory, "before.json");
        _session.Run(
            $"$good = Test-DialtoneRegistration {lab.User} {lab.Here} -ath Negotiate; "
            + $"$good.ToJson() | Set-Content '{file}'; "
            + $"$bad = Test-DialtoneRegistration {lab.User} -t pool01.contoso.example -rp 1 {lab.Network}")
            .Errors.ShouldBeEmpty();

        var run = _session.Run($"$bad | Compare-DialtoneResult '{file}'");
        run.Errors.ShouldBeEmpty($"{run}");
        run.Output.Select(each => $"{each}").ShouldContain("Result was success, now failure", $"{run}");
        _session.Run("Compare-DialtoneResult $good $bad").Text.ShouldBe(run.Text);
        _session.Run("Compare-DialtoneResult $good $good").Output.ShouldBeEmpty();
        _session.Run("Compare-DialtoneResult $good $bad | Out-String -Width 200").Text
            .ShouldMatch(@"Result\s+Result was success, now failure");
    }

    [Theory]
    [InlineData("'./none.json'", "cannot be read")]
    [InlineData("42", "cannot be read")]
    public void What_is_no_run_is_an_error(string reference, string says)
    {
        var run = _session.Run($"Compare-DialtoneResult {reference} {reference}");

        run.Output.ShouldBeEmpty();
        $"{run.Errors.ShouldHaveSingleItem()}".ShouldContain(says);
    }
}
