using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Compare;

public sealed class CompareTests : IDisposable
{
    private const string Before = """
        {
          "schema": 1, "transaction": "client-auth", "account": "sip:alice@contoso.example", "result": "success",
          "startedAt": "2026-03-01T12:00:00+00:00",
          "registrar": { "host": "pool01.contoso.example", "address": "192.0.2.11" }
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_differs_is_a_line_and_an_exit_code()
    {
        var run = await CompareAsync(Before, Before.Replace("192.0.2.11", "192.0.2.12"));

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("Before: client-auth for sip:alice@contoso.example, 2026-03-01 12:00:00Z, success");
        run.Output.ShouldContain("Front End was 192.0.2.11, now 192.0.2.12.");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nothing_differs_that_is_said()
    {
        var run = await CompareAsync(Before, Before);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Nothing differs.");
    }

    [Fact]
    public async Task What_differs_is_there_as_data()
    {
        var run = await CompareAsync(Before, Before.Replace("success", "failure"), "--json");

        run.ExitCode.ShouldBe(1);
        using var json = System.Text.Json.JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("differences")[0].GetProperty("kind").GetString().ShouldBe("result");
    }

    [Theory]
    [InlineData("{\n  \"schema\": 1,\n  nonsense", "line 3")]
    [InlineData("{ \"schema\": 1, \"registrar\": 7 }", "field registrar")]
    [InlineData("{ \"schema\": 2 }", "field schema")]
    public async Task A_file_that_cannot_be_read_is_named_with_the_place(string now, string place)
    {
        var run = await CompareAsync(Before, now);

        run.ExitCode.ShouldBe(64);
        run.Error.ShouldContain(_directory["now.json"]);
        run.Error.ShouldContain(place);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await RunningProgram.RunAsync(["compare", _directory["a.json"], _directory["b.json"]]);

        run.ExitCode.ShouldBe(64);
        run.Error.ShouldContain(_directory["a.json"]);
    }

    private async Task<RunResult> CompareAsync(string before, string now, params string[] options)
    {
        await File.WriteAllTextAsync(_directory["before.json"], before, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_directory["now.json"], now, TestContext.Current.CancellationToken);
        return await RunningProgram.RunAsync(
            ["compare", _directory["before.json"], _directory["now.json"], .. options]);
    }
}
