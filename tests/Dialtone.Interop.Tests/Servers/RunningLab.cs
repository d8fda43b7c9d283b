using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;

namespace Dialtone.Interop.Tests.Servers;

/// <summary><c>dialtone lab up</c>; it is stopped as a person stops it, so that it takes its files with it.</summary>
internal sealed class RunningLab : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);

    private readonly RunningProcess process;

    private RunningLab(RunningProcess process) => this.process = process;

    /// <summary>What the lab says of itself.</summary>
    public JsonElement Sheet => JsonElement.Parse(process.Output);

    public string Error => process.Error;

    /// <summary>The first Front End of pool01.</summary>
    public string FrontEnd => Sheet.GetProperty("registrars")[0].GetProperty("address").GetString()!;

    /// <summary>The certificate of its authority, a PEM file.</summary>
    public string CaFile => Sheet.GetProperty("caFile").GetString()!;

    /// <summary>The password of a user.</summary>
    public string PasswordOf(string user) => Sheet.GetProperty("accounts").EnumerateArray()
        .Single(account => account.GetProperty("address").GetString() == $"sip:{user}@{Deployment.Domain}")
        .GetProperty("password").GetString()!;

    public static async Task<RunningLab> StartAsync(params IReadOnlyList<string> faults)
    {
        var running = await RunningProcess.StartAsync(
            [
                "dotnet", PhoneCommand.Program, "lab", "up", "--json",
                .. faults.SelectMany(fault => (string[])["--fault", fault]),
            ]);
        await running.WaitForLineAsync(line => line.Contains("The lab runs", StringComparison.Ordinal), StartTimeMax);

        // The sheet is on the other stream: its last line may come a moment later.
        await running.WaitForLineAsync(line => line == "}", StartTimeMax);
        return new RunningLab(running);
    }

    public async Task<int> StopAsync()
    {
        await process.InterruptAsync();
        return await process.WaitForExitAsync(StartTimeMax);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await process.DisposeAsync();
    }
}
