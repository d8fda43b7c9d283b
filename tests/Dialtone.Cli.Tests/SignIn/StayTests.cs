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
        run.Lines[^1].ShouldBe(" ✓ Sign out          the Registrar confirmed it");
        Directory.GetFileSystemEntries(program.TemporaryFiles).ShouldBeEmpty();
        var memory = await RunningProgram.RunAsync("memory", "show", "alice@contoso.example", "--state-dir", state);
        memory.ExitCode.ShouldBe(0, $"{memory}");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ends_soon_in_the_middle_of_an_attempt_that_nobody_answers(string signal)
    {
        var state = _directory["state"];
        var before = await RunningProgram.RunAsync("sign-in", "--lab", "--state-dir", state);
        before.ExitCode.ShouldBe(0, $"{before}");
        var file = Directory.GetFiles(state).ShouldHaveSingleItem();
        var remembered = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        await using var program = RunningProgram.Start(
            "sign-in", "--lab", "--fault", "register-silent", "--state-dir", state);
        _ = await program.OutputAsync("✓ TLS");
        await program.SignalAsync(signal);
        var run = await program.EndAsync(Soon);

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Lines[^1].ShouldBe("Stopped before the sign-in came to an end.");
        Directory.GetFileSystemEntries(program.TemporaryFiles).ShouldBeEmpty();
        Directory.GetFiles(state).ShouldHaveSingleItem().ShouldBe(file);
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(remembered);
    }
}
