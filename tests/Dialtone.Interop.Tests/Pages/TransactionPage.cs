using System.Text;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Reports.Html;
using Dialtone.Wire.Addresses;

namespace Dialtone.Interop.Tests.Pages;

/// <summary>The page that <c>dialtone test client-auth --lab</c> writes where the lab is broken; made once.</summary>
public sealed class TransactionPage : IDisposable
{
    private const string Fault = "web-untrusted";
    private const string Hostile =
        "</style></pre><script>document.title = 'x'</script><img src=\"http://contoso.example/x\">]]>\u202E\0";

    // The lab makes keys first, which takes long where the machine is busy.
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);

    private readonly string directory = Directory.CreateTempSubdirectory("dialtone-page-").FullName;
    private string? file;
    private string? large;

    /// <summary>The file.</summary>
    public async Task<string> FileAsync()
    {
        if (file is null)
        {
            var path = Path.Combine(directory, "page.html");
            await using var running = await RunningProcess.StartAsync(
                ["dotnet", PhoneCommand.Program, "test", "client-auth", "--lab", "--fault", Fault, "--html", path]);
            _ = await running.WaitForExitAsync(RunTimeMax);
            File.Exists(path).ShouldBeTrue(running.Output + running.Error);
            file = path;
        }

        return file;
    }

    /// <summary>Another, of ten thousand messages, in which a server says what is no text for a page.</summary>
    public async Task<string> LargeFileAsync()
    {
        if (large is null)
        {
            var path = Path.Combine(directory, "large.html");
            await using var output = File.Create(path);
            TransactionHtml.Write(
                new()
                {
                    Kind = TransactionKind.Registration,
                    Result = TransactionVerdict.Failure,
                    Account = "sip:alice@contoso.example",
                    Error = Hostile,
                    Findings = new(),
                    Messages = [.. Enumerable.Range(0, 10_000).Select(Message)],
                },
                output);
            large = path;
        }

        return large;
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static TracedMessage Message(int number) => new()
    {
        At = Instant.Zero + TimeSpan.FromMilliseconds(number),
        Protocol = TracedProtocol.Sip,
        IsSent = number % 2 == 0,
        Local = new(IpAddress.Parse("192.0.2.50"), 51234),
        Remote = new(IpAddress.Parse("192.0.2.11"), 5061),
        Title = $"{number} {Hostile}",
        Bytes = [.. Encoding.UTF8.GetBytes($"{number} {Hostile}\r\n{new string('x', 5_000)}")],
    };
}
