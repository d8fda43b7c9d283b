using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.SignIn;

public sealed class PasswordTests : IDisposable
{
    private const string Wrong = "Xq7!wrong-Pass";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("stdin")]
    [InlineData("file without a line's end")]
    [InlineData("file of Windows")]
    public async Task A_wrong_one_is_refused_in_plain_words_and_written_nowhere(string source)
    {
        var state = _directory["state"];
        string[] options = source == "stdin"
            ? ["--password-stdin"]
            : ["--password-file", _directory.File("password", Wrong + source switch
            {
                "file" => "\n",
                "file of Windows" => "\r\nsecond line",
                _ => "",
            })];

        var run = await RunningProgram.RunWithAsync(
            Wrong + "\n", [], ["sign-in", "--lab", "--state-dir", state, "--verbose", .. options]);

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines[^2].ShouldStartWith("Failed at Certificate: https://web01.contoso.example:");
        run.Lines[^2].ShouldContain("refused the user's proof");
        run.Lines[^1].ShouldBe("The Registrar refused the sign-in. Please check your sign-in address and password.");
        SearchFor(Wrong, run, state);
    }

    [Fact]
    public async Task A_wrong_one_is_told_apart_as_data_and_is_not_in_it()
    {
        var state = _directory["state"];
        var run = await RunningProgram.RunWithAsync(
            Wrong, [], "sign-in", "--lab", "--password-stdin", "--json", "--verbose", "--state-dir", state);

        run.ExitCode.ShouldBe(1, $"{run}");
        var failure = run.Json.GetProperty("failure");
        failure.GetProperty("step").GetString().ShouldBe("Certificate");
        failure.GetProperty("end").GetString().ShouldBe("refused");
        failure.GetProperty("kind").GetString().ShouldBe("credential-rejected");
        SearchFor(Wrong, run, state);
    }

    [Fact]
    public async Task An_account_that_the_lab_does_not_have_is_refused_as_such()
    {
        var run = await RunningProgram.RunAsync("sign-in", "zoe@contoso.example", "--lab");

        run.ShouldBeUsage(
            "The lab has no user sip:zoe@contoso.example", "sip:alice@contoso.example", "--password-stdin");
    }

    private static void SearchFor(string secret, RunResult run, string state)
    {
        (run.Output + run.Error).ShouldNotContain(secret);
        foreach (var file in Directory.Exists(state) ? Directory.GetFiles(state) : [])
        {
            File.ReadAllText(file).ShouldNotContain(secret);
        }
    }
}
