using System.Diagnostics;

namespace Dialtone.Interop.Tests.Bench;

/// <summary>A program that the test started and has to stop: its lines are kept and can be waited for.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> output = [];
    private readonly List<string> error = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> waiting = [];

    private RunningProcess(Process process) => this.process = process;

    public string Output => Text(output);

    public string Error => Text(error);

    /// <summary>Starts a program. What is in <paramref name="environment"/> is added to the environment.</summary>
    public static async Task<RunningProcess> StartAsync(
        IReadOnlyList<string> command, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Tool.Find(command[0]) ?? command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var running = new RunningProcess(new Process { StartInfo = start });
        await running.BeginAsync(input ?? "");
        return running;
    }

    /// <summary>The first line, on either stream, said already or still to come, that is wanted.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan limit)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (error.Concat(output).FirstOrDefault(wanted) is { } said)
            {
                return said;
            }

            waiting.Add((wanted, found));
        }

        using var cancel = new CancellationTokenSource(limit);
        var ended = process.WaitForExitAsync(cancel.Token);
        if (await Task.WhenAny(found.Task, ended) == found.Task)
        {
            return await found.Task;
        }

        var how = cancel.IsCancellationRequested ? $"within {limit.TotalSeconds} s" : "before the program ended";
        throw new TimeoutException($"The awaited line was not said {how}.\n{Output}\n{Error}");
    }

    /// <summary>Waits for the program to end by itself and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var cancel = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(cancel.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{process.StartInfo.FileName} did not end within {limit.TotalSeconds} s.\n{Output}\n{Error}", late);
        }
    }

    /// <summary>Sends what Ctrl-C sends.</summary>
    public Task InterruptAsync() =>
        process.HasExited ? Task.CompletedTask : Tool.RunAsync("sh", "-c", $"kill -INT {process.Id}");

    /// <summary>Kills it, as the system does where memory runs out: it has no time for a word.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private async Task BeginAsync(string input)
    {
        process.OutputDataReceived += (_, line) => Take(output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
    }

    private void Take(List<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lines.Add(line);
            foreach (var (_, found) in waiting.Where(each => each.Wanted(line)))
            {
                found.TrySetResult(line);
            }
        }
    }

    private string Text(List<string> lines)
    {
        lock (gate)
        {
            return string.Join('\n', lines);
        }
    }
}
