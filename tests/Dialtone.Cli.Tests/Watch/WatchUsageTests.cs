using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Watch;

public class WatchUsageTests
{
    [Theory]
    [InlineData("--config", "watch")]
    [InlineData("exclude each other", "watch", "--lab", "--config", "watch.json")]
    [InlineData("--interval is for --lab", "watch", "--config", "watch.json", "--interval", "5")]
    [InlineData("--interval takes a number", "watch", "--lab", "--interval", "0")]
    [InlineData("--check is for --config", "watch", "--lab", "--check")]
    [InlineData("no fault 'dns-sulks'", "watch", "--lab", "--fault", "dns-sulks")]
    [InlineData("give --lab too", "watch", "--config", "watch.json", "--fault", "dns-silent")]
    public async Task What_does_not_go_together_is_refused(string said, params string[] arguments) =>
        (await RunningProgram.RunAsync(arguments)).ShouldBeUsage(said);

    [Fact]
    public async Task A_configuration_that_is_wrong_is_refused_with_its_place()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("watch.json", """
            { "checks": [ { "name": "Sign in", "transaction": "registration", "acount": "alice" } ] }
            """);

        var result = await RunningProgram.RunAsync("watch", "--config", file);

        result.ShouldBeUsage("checks[0].acount", "account");
        (await RunningProgram.RunAsync("watch", "--config", file, "--check")).Error.ShouldBe(result.Error);
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_said() =>
        (await RunningProgram.RunAsync("watch", "--config", "/nowhere/watch.json"))
            .ShouldBeUsage("/nowhere/watch.json");
}
