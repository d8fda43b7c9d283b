using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Lab;

/// <summary>Labs that are built and broken as a file says.</summary>
public sealed class ScenarioTests : IDisposable
{
    private static readonly string Director = Path.Combine(AppContext.BaseDirectory, "lab", "director.json");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("alice", "pool01.contoso.example TLS redirect")]
    [InlineData("erin", "pool02.contoso.example TLS redirect")]
    public async Task A_phone_signs_in_to_the_lab_of_a_file(string user, string registrar)
    {
        var run = await RunningProgram.RunAsync(
            "sign-in", $"{user}@contoso.example", "--lab", "--scenario", Director, "--json");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        string[] told = ["host", "transport", "source"];
        string.Join(' ', told.Select(name => run.Json.GetProperty("registrar").GetProperty(name).GetString()))
            .ShouldBe(registrar);
    }

    [Fact]
    public async Task What_a_file_breaks_is_broken_when_it_says_and_that_is_said()
    {
        Signals.SkipWhereThereAreNone();
        var file = _directory.File("scenario.json",
            """
            {
              "users": [{ "user": "frank", "password": "Dial-Tone-9" }],
              "events": [
                { "at": 0, "fault": "dns-slow" },
                { "at": 1, "fault": "register-403" },
                { "at": 1.5, "fault": "dns-slow", "on": false }
              ]
            }
            """);
        await using var lab = RunningProgram.Start("lab", "up", "--json", "--scenario", file);
        var sheet = await LabSheet.OfAsync(lab);
        sheet.Json.GetProperty("faults")[0].GetProperty("name").GetString().ShouldBe("dns-slow");
        sheet.Json.GetProperty("accounts")[0].GetProperty("user").GetString().ShouldBe("frank");

        string[] options = ["lab", "fault", "--list", "--lab", sheet.Text("directory")];
        var list = await RunningProgram.RunAsync(options);
        while (!list.Output.Contains("register-403", StringComparison.Ordinal)
            || list.Output.Contains("dns-slow", StringComparison.Ordinal))
        {
            // As long as it takes: the program that runs has a time limit of its own.
            list = await RunningProgram.RunAsync(options);
        }

        await lab.SignalAsync("INT");
        var run = await lab.EndAsync();

        run.Error.ShouldContain(
            "After 1 s: register-403 on (REGISTER gets 403 with 4003: the user is not enabled for remote access)");
        run.Error.ShouldContain("After 1.5 s: dns-slow off");
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_with_its_line()
    {
        var file = _directory.File("scenario.json", "{\n  \"dirctor\": true\n}\n");

        var wrong = await RunningProgram.RunAsync("lab", "up", "--scenario", file);
        wrong.ShouldBeUsage(file, "line 2, dirctor", "director");
        var absent = _directory["absent.json"];
        (await RunningProgram.RunAsync("lab", "up", "--scenario", absent)).ShouldBeUsage("--scenario", absent);
        (await RunningProgram.RunAsync("sign-in", "alice@contoso.example", "--scenario", file)).ShouldBeUsage("--lab");
        var world = _directory.File(
            "world.json", "{ \"events\": [{ \"at\": 1, \"fault\": \"fe1-black-hole\" }] }");
        (await RunningProgram.RunAsync("lab", "up", "--scenario", world)).ShouldBeUsage("fe1-black-hole", "simulate");
    }
}
