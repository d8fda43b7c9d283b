using Dialtone.Core.Findings;
using Dialtone.PowerShell.Results;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Commands;

public sealed class FindingTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_whole_catalogue_is_listed() =>
        _session.Run("(Get-DialtoneFinding).Code").Output.Select(each => $"{each}")
            .ShouldBe(FindingCatalogue.All.Select(each => $"{each.Code}"));

    [Theory]
    [InlineData("DT1101")]
    [InlineData("1101")]
    [InlineData("dhcp-no-answer")]
    public void One_is_found_by_its_code_or_its_name(string code)
    {
        var finding = _session.Run($"Get-DialtoneFinding {code}").Only.BaseObject.ShouldBeOfType<FindingOutput>();

        finding.Code.ShouldBe("DT1101");
        finding.Slug.ShouldBe("dhcp-no-answer");
        finding.Directions.ShouldNotBeEmpty();
    }

    [Fact]
    public void Wildcards_find_many() =>
        _session.Run("(Get-DialtoneFinding DT11*).Code").Output.Select(each => $"{each}")
            .ShouldBe(FindingCatalogue.All.Where(each => each.Code.Number / 100 == 11).Select(each => $"{each.Code}"));

    [Fact]
    public void Codes_come_from_the_pipeline() =>
        _session.Run("'DT1101', [pscustomobject]@{ Code = 'DT2101' } | Get-DialtoneFinding | % Code")
            .Output.Select(each => $"{each}").ShouldBe(["DT1101", "DT2101"]);

    [Fact]
    public void One_that_is_not_there_is_an_error()
    {
        var run = _session.Run("Get-DialtoneFinding DT0001, DT1101");

        run.Only.BaseObject.ShouldBeOfType<FindingOutput>().Code.ShouldBe("DT1101");
        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldStartWith("NoSuchFinding");
    }

    [Fact]
    public void They_are_shown_as_a_table() =>
        _session.Run("Get-DialtoneFinding DT1101 | Out-String -Width 200").Text
            .ShouldMatch(@"Code\s+Severity\s+Step\s+Title[\s\S]+DT1101\s+Blocking\s+Dhcp\s+");
}
