using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>One sign-in of SIPE, as its driver tells of it: a line for each event.</summary>
internal sealed class SipeRun : IAsyncDisposable
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    private readonly RunningProcess process;
    private readonly SipeAccount account;
    private readonly string log;

    private SipeRun(RunningProcess process, SipeAccount account, string log) =>
        (this.process, this.account, this.log) = (process, account, log);

    /// <summary>What the driver said so far.</summary>
    public string Output => process.Output;

    /// <summary>SIPE's own log of this run; it holds secrets, and is removed with the fixture.</summary>
    public string Log => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>All that there is to read where it went wrong.</summary>
    public string Story => $"{Output}\n{process.Error}\n{Log}";

    public static async Task<SipeRun> StartAsync(SipeDriver driver, SipeAccount account)
    {
        var file = Path.Combine(driver.NewDirectory(), "sipe.log");
        var environment = new Dictionary<string, string>(account.Environment, StringComparer.Ordinal)
        {
            ["SIPE_PASSWORD"] = account.Password ?? "",
        };
        var running = await RunningProcess.StartAsync(
            [await driver.RequireAsync(), .. account.Arguments, "--debug", file], environment: environment);
        return new(running, account, file);
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<SipeRun> ToEndAsync(SipeDriver driver, SipeAccount account)
    {
        var run = await StartAsync(driver, account);
        _ = await run.FinishAsync();
        return run;
    }

    /// <summary>Waits until it says a line that contains a text.</summary>
    public Task<string> WaitForAsync(string text, TimeSpan limit) =>
        process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), limit);

    /// <summary>Waits for the end, and returns the driver's exit code.</summary>
    public Task<int> FinishAsync() => process.WaitForExitAsync(TimeMax + account.Hold);

    /// <summary>It reached the lab, found every signature right, and went as it came.</summary>
    public async Task ShouldHaveSignedInAsync(SipeLab lab)
    {
        (await FinishAsync()).ShouldBe(0, Story);
        Output.ShouldContain("STATE connected", customMessage: Story);
        Log.ShouldContain("signature of incoming message validated", customMessage: Story);
        Log.ShouldNotContain("Invalid message signature", customMessage: Story);
        lab.Successes.ShouldBe(2, Story);
        lab.Wrong.ShouldBe(0, Story);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
