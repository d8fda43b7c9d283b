using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Usage;

public class HelpTests
{
    [Theory]
    [InlineData("", "sign-in discover memory relay lab simulate --help --version")]
    [InlineData(
        "sign-in",
        "--profile --registrar --dns --dhcp --dhcp6 --interface --transport --ca --state-dir --timeout --user-name "
        + "--password-file --password-stdin DIALTONE_PASSWORD DIALTONE_PIN --pin --number --ticket-cache --auth "
        + "--failback --trust-on-first-use --no-racing --stay "
        + "--strict --json --verbose --lab --fault")]
    [InlineData(
        "discover",
        "--profile --dns --dhcp --dhcp6 --interface --transport --timeout --json --verbose --lab --fault")]
    [InlineData("memory", "show clear")]
    [InlineData("memory show", "--profile --state-dir --json")]
    [InlineData("memory clear", "--profile --state-dir")]
    [InlineData("lab", "up faults")]
    [InlineData("lab up", "--fault --json")]
    [InlineData("lab faults", "--help")]
    [InlineData("relay check", "--profile --dns --user-name --password-file --password-stdin --json")]
    [InlineData("simulate", "--seeds --from --seed")]
    public async Task Help_names_every_option(string command, string options)
    {
        var run = await RunningProgram.RunAsync(
            [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.ShouldHaveNoEscapeCodes();
        run.Output.ShouldContain($"dialtone {command}".Trim());
        foreach (var option in options.Split(' '))
        {
            run.Output.ShouldContain($" {option}");
        }
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var run = await RunningProgram.RunAsync("--version");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines.ShouldHaveSingleItem().ShouldMatch(@"^\d+\.\d+\.\d+");
    }
}
