using System.Text.Json;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.SignIn;

/// <summary>Staying signed in, and stopping in the middle.</summary>
public sealed class StayTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly TemporaryDirectory _directory = new();

    public StayTests() => Signals.SkipWhereThereAreNone();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signs_out_when_it_is_stopped(string signal)
    {
        var state = _directory["state"];
        await using var program = RunningProgram.Start("sign-in", "--lab", "--stay", "--state-dir", state);
        _ = await program.OutputAsync("Signed in after");

        await program.SignalAsync(signal);
        var run = await program.EndAsync(Soon);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        run.Lines[^1].ShouldMatch(@"^\d\d:\d\d:\d\d ✓ signed out: the Registrar confirmed it$");
        Directory.GetFileSystemEntries(program.TemporaryFiles).ShouldBeEmpty();
        var memory = await RunningProgram.RunAsync("memory", "show", "alice@contoso.example", "--state-dir", state);
        memory.ExitCode.ShouldBe(0, $"{memory}");
    }

    [Fact]
    public async Task Goes_on_where_nobody_is_reached_and_says_so_at_the_end()
    {
        await using var program = RunningProgram.Start("sign-in", "--lab", "--stay", "--fault", "pools-refused");
        _ = await program.OutputAsync("Please sign in again.");
        _ = await program.OutputAsync("· DNS and DHCP are asked anew");

        await program.SignalAsync("INT");
        var run = await program.EndAsync(Soon);

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines[^1].ShouldMatch(@"^\d\d:\d\d:\d\d · switched off while it was not signed in$");
    }

    [Fact]
    public async Task As_data_each_change_is_an_object_on_a_line_of_its_own()
    {
        await using var program = RunningProgram.Start("sign-in", "--lab", "--stay", "--json");
        _ = await program.OutputAsync("\"event\":\"report\"");

        await program.SignalAsync("INT");
        var run = await program.EndAsync(Soon);

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBeEmpty();
        var changes = run.Lines.Select(line => JsonElement.Parse(line)).ToList();
        changes.ShouldAllBe(each => each.GetProperty("schema").GetInt32() == 1);
        var names = changes.Select(each => each.GetProperty("event").GetString()).ToList();
        // A machine with much else to do may find a server silent at first.
        names.Distinct().Where(name => name is not ("failed" or "note" or "waiting"))
            .ShouldBe(["cycle", "trying", "signed-in", "report", "signed-out"]);
        var signedIn = changes[names.IndexOf("signed-in")];
        signedIn.GetProperty("registrar").GetString().ShouldBe("pool01.contoso.example");
        signedIn.GetProperty("at").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5));
        changes[names.IndexOf("report")].GetProperty("report").GetProperty("verdict").GetString()!
            .ShouldStartWith("signed-in");
        changes[^1].GetProperty("confirmed").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ends_soon_in_the_middle_of_an_attempt_that_nobody_answers(string signal)
    {
        var state = _directory["state"];
        var before = await RunningProgram.RunAsync("sign-in", "--lab", "--state-dir", state);
        before.ExitCode.ShouldBe(0, $"{before}");
        var file = Directory.GetFiles(state, "*.memory").ShouldHaveSingleItem();
        var remembered = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        await using var program = RunningProgram.Start(
            "sign-in", "--lab", "--fault", "register-silent", "--state-dir", state);
        _ = await program.OutputAsync("✓ TLS");
        await program.SignalAsync(signal);
        var run = await program.EndAsync(Soon);

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines[^1].ShouldBe("Stopped before the sign-in came to an end.");
        Directory.GetFileSystemEntries(program.TemporaryFiles).ShouldBeEmpty();
        Directory.GetFiles(state, "*.memory").ShouldHaveSingleItem().ShouldBe(file);
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(remembered);
    }
}
