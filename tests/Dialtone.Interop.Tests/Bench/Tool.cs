using System.Diagnostics;

namespace Dialtone.Interop.Tests.Bench;

/// <summary>Finds and runs the machine's own programs.</summary>
internal static class Tool
{
    /// <summary>Longest time a short program may take before the test gives up on it.</summary>
    public static readonly TimeSpan RunTimeMax = TimeSpan.FromSeconds(20);

    /// <summary>The full path of a program, or null. Looks in the sbin directories too: servers live there.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"])
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end and returns its standard output; a non-zero exit code throws.</summary>
    public static async Task<string> RunAsync(string name, params IReadOnlyList<string> arguments)
    {
        var (exitCode, output, error) = await TryRunAsync(name, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{name} {string.Join(' ', arguments)} ended with {exitCode}: {error.Trim()} {output.Trim()}");
    }

    /// <summary>Runs a program to its end, whatever the end is.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> TryRunAsync(
        string name, IReadOnlyList<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(Find(name) ?? throw new FileNotFoundException($"no program called {name}"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(RunTimeMax);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await FeedAsync(process, input);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"{name} {string.Join(' ', arguments)} took longer than {RunTimeMax}", late);
        }
    }

    private static async Task FeedAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input ?? "");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading: its exit code tells the story.
        }
    }
}
