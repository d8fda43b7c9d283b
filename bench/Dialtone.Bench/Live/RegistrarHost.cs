using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Bench.Live;

/// <summary>
/// The lab on loopback with a thousand users, until standard input ends: what another program's load is put on.
/// </summary>
internal static class RegistrarHost
{
    private const int Users = 1000;

    public static async Task<int> RunAsync()
    {
        var start = await LoopbackLab.StartAsync(
            new() { Deployment = Deployment.Contoso with { Accounts = Accounts }, Faults = ["digest-md5-alone"] },
            CancellationToken.None).ConfigureAwait(false);
        if (start is not LabStart.Running { Lab: var lab })
        {
            await Console.Error.WriteLineAsync($"{start}").ConfigureAwait(false);
            return 1;
        }

        await using (lab.ConfigureAwait(false))
        {
            var server = lab.Sheet.Registrars[0];
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{server.Address} {server.TcpPort} {Environment.ProcessId}"))
                .ConfigureAwait(false);
            _ = await Console.In.ReadLineAsync().ConfigureAwait(false);
        }

        return 0;
    }

    private static ImmutableArray<LabAccount> Accounts =>
        [.. Enumerable.Range(0, Users).Select(i => new LabAccount($"user{i:D3}", "Dial-Tone-1"))];
}
