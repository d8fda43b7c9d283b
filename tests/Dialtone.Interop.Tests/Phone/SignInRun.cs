using System.Net;
using System.Text.Json;
using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Phone;

/// <summary>One line of the report's walk.</summary>
internal sealed record StepLine(bool Ok, string Detail)
{
    /// <summary>The first address and port that it speaks of; empty when it speaks of none.</summary>
    public string Address =>
        Detail.Split(' ', ',', ';').FirstOrDefault(word => IPEndPoint.TryParse(word, out var at) && at.Port != 0) ?? "";
}

/// <summary>The command line running on the phone, or what is left of it when it ended.</summary>
internal sealed class SignInRun(RunningProcess process) : IAsyncDisposable
{
    /// <summary>Longest time that any sign-in of these tests may take, the slowest failure included.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    public int ExitCode { get; private set; }

    public string Output => process.Output;

    public string Error => process.Error;

    /// <summary>The one JSON document that <c>--json</c> prints.</summary>
    public JsonElement Report { get; private set; }

    public string Verdict => Report.GetProperty("verdict").GetString()!;

    /// <summary>The Registrar of the report, and how it was reached: <c>pool01.contoso.example:5061 TLS</c>.</summary>
    public string Registrar
    {
        get
        {
            var registrar = Report.GetProperty("registrar");
            var (host, port) = (registrar.GetProperty("host"), registrar.GetProperty("port"));
            return $"{host}:{port} {registrar.GetProperty("transport")}";
        }
    }

    /// <summary>What the report calls degraded, one sentence each.</summary>
    public IReadOnlyList<string> Degradations =>
        [.. Report.GetProperty("degradations").EnumerateArray().Select(each => each.GetString()!)];

    /// <summary>The step that failed, as the report names it.</summary>
    public string FailedStep => Report.GetProperty("failure").GetProperty("step").GetString()!;

    /// <summary>Why it failed, in the report's words.</summary>
    public string Failure => Report.GetProperty("failure").GetProperty("reason").GetString()!;

    /// <summary>What the person at the phone reads.</summary>
    public string ForThePerson => Report.GetProperty("failure").GetProperty("forThePerson").GetString()!;

    /// <summary>The steps of one name, in the order in which they were taken.</summary>
    public IReadOnlyList<StepLine> StepsOf(string name) =>
        [
            .. Report.GetProperty("steps").EnumerateArray()
                .Where(step => step.GetProperty("step").GetString() == name)
                .Select(step =>
                    new StepLine(step.GetProperty("ok").GetBoolean(), step.GetProperty("detail").GetString()!)),
        ];

    /// <summary>Waits for a run to end by itself and reads its report.</summary>
    public async Task<SignInRun> FinishAsync()
    {
        ExitCode = await process.WaitForExitAsync(TimeMax);
        try
        {
            Report = JsonElement.Parse(Output);
        }
        catch (JsonException broken)
        {
            throw new InvalidOperationException($"Exit code {ExitCode}, but no JSON document: {this}", broken);
        }

        return this;
    }

    /// <summary>Waits for a run to end by itself, whatever it prints.</summary>
    public Task<int> WaitForExitAsync() => process.WaitForExitAsync(TimeMax);

    /// <summary>Waits until it says something on its way.</summary>
    public Task<string> WaitForLineAsync(string text) =>
        process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), TimeMax);

    /// <summary>Ctrl-C, and what comes after it.</summary>
    public async Task InterruptAsync()
    {
        await process.InterruptAsync();
        ExitCode = await process.WaitForExitAsync(TimeMax);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    /// <summary>Everything it said: shown when a test fails.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
