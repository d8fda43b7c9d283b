using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Shell = System.Management.Automation.PowerShell;

namespace Dialtone.PowerShell.Tests.Running;

/// <summary>A PowerShell with the module imported, as a person has it: everything is script text.</summary>
public sealed class Session : IDisposable
{
    private readonly Runspace _runspace;

    public Session()
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // The view of the module is a file, which the policy of that system is about.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        var import = Run($"Import-Module '{Manifest}'");
        import.Errors.ShouldBeEmpty($"{import}");
    }

    /// <summary>The manifest of the module, as it was built.</summary>
    public static string Manifest { get; } = Path.Combine(AppContext.BaseDirectory, "Dialtone.psd1");

    /// <summary>Runs a script to its end.</summary>
    public ScriptRun Run(string script)
    {
        using var shell = Begin(script);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? end = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            end = error.ErrorRecord;
        }

        return Of(shell, output, end);
    }

    /// <summary>A script that is to be run in this session.</summary>
    public Shell Begin(string script)
    {
        var shell = Shell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    /// <summary>What a shell wrote.</summary>
    public static ScriptRun Of(
        Shell shell, IEnumerable<PSObject> output,
        ErrorRecord? end) => new(
            [.. output],
            [.. shell.Streams.Verbose.Select(each => each.Message)],
            [.. shell.Streams.Warning.Select(each => each.Message)],
            end is null ? [.. shell.Streams.Error] : [.. shell.Streams.Error, end],
            [
                .. shell.Streams.Debug.Select(each => each.Message),
                .. shell.Streams.Information.Select(each => $"{each}"),
                .. shell.Streams.Progress.Select(each => $"{each}"),
            ]);

    public void Dispose() => _runspace.Dispose();
}
