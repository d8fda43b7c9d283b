using System.Diagnostics;
using System.Text;

namespace Dialtone.Cli.Tests.Running;

/// <summary>
/// The real program in a process of its own, with a home and a temporary directory of its own, so that what it leaves
/// behind is seen, and with a time limit.
/// </summary>
public sealed class RunningProgram : IAsyncDisposable
{
    // For one thing that the program does, on a machine that has much else to do.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Dialtone.Cli.dll");

    private readonly Process _process;
    private readonly TemporaryDirectory _home = new();
    private readonly StringBuilder _output = new();
    private readonly Task _reading;
    private readonly Task<string> _error;
    private readonly CancellationToken _cancellation;
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(
        string[] arguments, string? input, (string Name, string Value)[] environment, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        // The native program is the same one and starts in a tenth of the time: CI names it, having built it.
        var native = Environment.GetEnvironmentVariable("DIALTONE_PROGRAM");
        var start = new ProcessStartInfo(native ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in native is null ? (string[])[Assembly, .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _ = Directory.CreateDirectory(TemporaryFiles);
        _ = start.Environment.Remove("DIALTONE_PASSWORD");
        start.Environment["XDG_STATE_HOME"] = _home["state"];
        start.Environment["TMPDIR"] = TemporaryFiles;
        // The runtime puts a socket for debuggers among the temporary files, which are watched here.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        try
        {
            _process.StandardInput.Write(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended, and had no use for it.
        }

        _reading = ReadAsync();
        _error = _process.StandardError.ReadToEndAsync(cancellation);
    }

    /// <summary>Where the program's temporary files are.</summary>
    public string TemporaryFiles => _home["tmp"];

    /// <summary>Runs the program to its end.</summary>
    public static Task<RunResult> RunAsync(params string[] arguments) => RunWithAsync(null, [], arguments);

    /// <summary>Runs the program to its end with a text on standard input and additions to the environment.</summary>
    public static async Task<RunResult> RunWithAsync(
        string? input, (string Name, string Value)[] environment, params string[] arguments)
    {
        await using var program = new RunningProgram(
            arguments, input, environment, TestContext.Current.CancellationToken);
        return await program.EndAsync();
    }

    /// <summary>Runs the program to its end on behalf of several tests.</summary>
    public static Task<RunResult> RunForManyAsync(string[] arguments, CancellationToken cancellation) =>
        RunForManyAsync(arguments, Limit, cancellation);

    /// <summary>The same with another time limit.</summary>
    public static async Task<RunResult> RunForManyAsync(
        string[] arguments, TimeSpan limit, CancellationToken cancellation)
    {
        await using var program = new RunningProgram(arguments, null, [], cancellation);
        return await program.EndAsync(limit);
    }

    /// <summary>Starts the program; whoever started it disposes it.</summary>
    public static RunningProgram Start(params string[] arguments) => StartWith([], arguments);

    /// <summary>The same with additions to the environment.</summary>
    public static RunningProgram StartWith((string Name, string Value)[] environment, params string[] arguments) =>
        new(arguments, null, environment, TestContext.Current.CancellationToken);

    /// <summary>Waits until standard output contains a text, and says what it contains.</summary>
    public async Task<string> OutputAsync(string text)
    {
        var last = Stopwatch.StartNew();
        while (true)
        {
            Task more;
            lock (_lock)
            {
                var sofar = _output.ToString();
                if (sofar.Contains(text, StringComparison.Ordinal))
                {
                    return sofar;
                }

                if (_reading.IsCompleted)
                {
                    throw new ShouldAssertException($"The program ended and never said '{text}':\n{sofar}");
                }

                more = _more.Task;
            }

            await Task.WhenAny(more, _reading).WaitAsync(Limit - last.Elapsed, _cancellation);
        }
    }

    /// <summary>Sends a signal: <c>INT</c> is Ctrl-C, <c>TERM</c> what a service manager sends.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync(_cancellation);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<RunResult> EndAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync(_cancellation).WaitAsync(limit ?? Limit, _cancellation);
        await _reading.WaitAsync(Limit, _cancellation);
        return new(_process.ExitCode, _output.ToString(), await _error.WaitAsync(Limit, _cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _home.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            TaskCompletionSource more;
            lock (_lock)
            {
                _ = _output.Append(buffer, 0, count);
                more = _more;
                _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            more.SetResult();
        }
    }
}
