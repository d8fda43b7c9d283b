using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>SIPp, following a script, as a Registrar at port 5060 of a host.</summary>
internal sealed class SippRegistrar : IAsyncDisposable
{
    public const string Program = "sipp";

    private readonly RunningProcess process;
    private readonly string messages;

    private SippRegistrar(RunningProcess process, string messages)
    {
        this.process = process;
        this.messages = messages;
    }

    /// <summary>Every message that it got and sent.</summary>
    public string Messages => File.Exists(messages) ? File.ReadAllText(messages) : "";

    /// <param name="host">Where it runs.</param>
    /// <param name="directory">For what it writes.</param>
    /// <param name="script">The script, a file of this project's folder Servers/Sipp.</param>
    /// <param name="transport">u1 for UDP, t1 for TCP, in SIPp's words.</param>
    /// <param name="port">Where it listens.</param>
    public static async Task<SippRegistrar> StartAsync(
        Host host, string directory, string script, string transport, int port = 5060)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, host.Name + "-sipp")).FullName;
        var trace = Path.Combine(home, "messages");
        var running = await host.StartAsync(
            [
                Program, "-sf", Path.Combine(AppContext.BaseDirectory, "Servers", "Sipp", script),
                "-t", transport, "-i", host.Address, "-p", $"{port}", "-nostdin",
                "-trace_msg", "-message_file", trace, "-message_overwrite", "false",
            ]);
        await ListeningAsync(host, transport, port);
        return new SippRegistrar(running, trace);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    // It says nothing when it is ready; the system knows.
    private static async Task ListeningAsync(Host host, string transport, int port)
    {
        using var limit = new CancellationTokenSource(Tool.RunTimeMax);
        var kind = transport[0] == 'u' ? "-ulnH" : "-tlnH";
        string open;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            (_, open, _) = await host.TryRunAsync(["ss", kind, "sport", "=", $":{port}"]);
        }
        while (open.Length == 0);
    }
}
