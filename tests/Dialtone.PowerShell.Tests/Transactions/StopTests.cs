using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

/// <summary>Ctrl-C in the middle.</summary>
public sealed class StopTests : IDisposable
{
    private readonly Session _session = new();

    // Whoever is asked here says nothing: the transaction would last for many seconds.
    private readonly UdpClient _silent = new(new IPEndPoint(IPAddress.Loopback, 0));

    private string Call => "Test-DialtoneRegistration -ua sip:alice@contoso.example "
        + $"-uc {LabFixture.Credential("alice", "Dial-Tone-1")} -DnsServer {_silent.Client.LocalEndPoint} "
        + "-DhcpServer off -Verbose";

    public void Dispose()
    {
        _session.Dispose();
        _silent.Dispose();
    }

    [Fact]
    public async Task A_stop_ends_the_transaction_and_what_was_seen_is_in_the_variables()
    {
        using var shell = _session.Begin($"{Call} -ovv said -olv log");
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Verbose.DataAdded += (_, _) => begun.TrySetResult();
        using var output = new PSDataCollection<PSObject>();
        var run = shell.BeginInvoke<PSObject, PSObject>(null, output);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        await shell.StopAsync(null, null);

        shell.InvocationStateInfo.State.ShouldBe(PSInvocationState.Stopped);
        run.IsCompleted.ShouldBeTrue();
        output.ShouldBeEmpty();
        _session.Run("$said").Text.ShouldContain("was stopped before it came to an end");
        _session.Run("$log.Transaction.Result").Text.ShouldBe("NotRun");
    }

    [Fact]
    public void Whoever_has_seen_enough_leaves_no_phone_that_runs()
    {
        var run = _session.Run($"{Call} 4>&1 | Select-Object -First 1");

        run.Errors.ShouldBeEmpty($"{run}");
        $"{run.Only}".ShouldBe("'Discover' activity started.");
    }
}
