using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Watch;

/// <summary>
/// The unit under a systemd of its own, over the files of this machine, which stay as they are: what it forbids, the
/// watcher can do without.
/// </summary>
public sealed class SystemdUnitTests : IDisposable
{
    // What is written goes to memory, and is gone with the namespace.
    private const string Boot =
        """
        set -e
        mount -t tmpfs -o size=512m tmpfs "$1/machine"
        mkdir "$1/machine/new" "$1/machine/work" "$1/machine/whole"
        mount -t overlay overlay "$1/machine/whole" \
          -o "lowerdir=/,upperdir=$1/machine/new,workdir=$1/machine/work"
        rm -f "$1/machine/whole/etc/machine-id"
        cp -r "$1/files/." "$1/machine/whole/"
        [ -d /run/systemd/system ] || keep=--keep-unit
        exec systemd-nspawn --quiet --directory "$1/machine/whole" --bind "$1/evidence:/evidence" --machine "$2" \
          --register=no ${keep-} --console=pipe --boot systemd.unit=dialtone-watch.service
        """;

    // Of a unit that waits for its program's word, what stands behind the start runs once that was said.
    private const string Evidence =
        """
        [Service]
        LoadCredential=alice:/etc/dialtone/credentials/alice
        ExecStartPost=+/bin/sh -c 'echo ready >/evidence/ready'
        ExecStopPost=+/bin/sh -c 'echo "$SERVICE_RESULT $EXIT_CODE $EXIT_STATUS" >/evidence/stopped'
        """;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(80);

    private readonly string _directory = Directory.CreateTempSubdirectory("dialtone-systemd-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_unit_starts_says_that_it_is_ready_signs_in_remembers_and_stops_when_it_is_told()
    {
        var program = Environment.GetEnvironmentVariable("DIALTONE_PROGRAM");
        Assert.SkipWhen(program is null, "It runs the native program, which .ci/run names in DIALTONE_PROGRAM.");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may start a systemd.");
        Requirements.SkipUnlessInstalled("systemd-nspawn", "unshare");
        await using var lab = await RunningLab.StartAsync();
        var page = new Uri($"http://127.0.0.1:{FreePort.Tcp()}");
        Prepare(program!, lab, page);
        await using var machine = await RunningProcess.StartAsync(
            ["unshare", "--mount", "sh", "-c", Boot, "sh", _directory, Path.GetFileName(_directory)]);

        (await EvidenceAsync("ready", machine)).ShouldBe("ready");
        using var http = new HttpClient { BaseAddress = page };
        await WaitAsync(
            async () => Finished(await http.GetStringAsync("/metrics", Cancel), "healthy") >= 4, machine, "signs in");
        var metrics = await http.GetStringAsync("/metrics", Cancel);
        Finished(metrics, "healthy").ShouldBe(Finished(metrics, ""), metrics);

        await machine.InterruptAsync();
        (await EvidenceAsync("stopped", machine)).ShouldBe("success exited 0");
        (await machine.WaitForExitAsync(WaitMax)).ShouldBe(0);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Prepare(string program, RunningLab lab, Uri page)
    {
        foreach (var each in (string[])["machine", "evidence"])
        {
            Directory.CreateDirectory(Path.Combine(_directory, each));
        }

        Write("etc/systemd/system/dialtone-watch.service", File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "deploy/systemd/dialtone-watch.service")));
        Write("etc/systemd/system/dialtone-watch.service.d/evidence.conf", Evidence);
        Write("etc/dialtone/ca.pem", File.ReadAllText(lab.CaFile));
        Write("etc/dialtone/credentials/alice", lab.PasswordOf("alice"));
        Write("etc/dialtone/watch.json", Configuration(lab.Sheet, page));
        var into = Directory.CreateDirectory(Path.Combine(_directory, "files/usr/local/lib/dialtone")).FullName;
        File.Copy(program, Path.Combine(into, "dialtone"));
        foreach (var library in Directory.GetFiles(Path.GetDirectoryName(program)!, "libe_sqlite3.*"))
        {
            File.Copy(library, Path.Combine(into, Path.GetFileName(library)));
        }
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_directory, "files", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string Configuration(JsonElement lab, Uri page) => JsonSerializer.Serialize(new
    {
        listen = page.GetLeftPart(UriPartial.Authority),
        accounts = new
        {
            alice = new { address = $"sip:alice@{Deployment.Domain}", password = new { credential = "alice" } },
        },
        defaults = new
        {
            interval = "2s",
            account = "alice",
            transaction = "registration",
            dns = new[] { lab.GetProperty("dns").GetString() },
            dhcp = lab.GetProperty("dhcp").GetString(),
            dhcp6 = "off",
            ca = "/etc/dialtone/ca.pem",
        },
        checks = new object[] { new { name = "Sign in" }, new { name = "Sign in again", remembers = true } },
    });

    private static int Finished(string metrics, string outcome) => metrics.Split('\n')
        .Where(line => line.StartsWith("dialtone_runs_finished_total{", StringComparison.Ordinal)
            && line.Contains(outcome, StringComparison.Ordinal))
        .Sum(static line => int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));

    private async Task<string> EvidenceAsync(string name, RunningProcess machine)
    {
        var file = Path.Combine(_directory, "evidence", name);
        await WaitAsync(() => Task.FromResult(File.Exists(file) && new FileInfo(file).Length > 0), machine, name);
        return (await File.ReadAllTextAsync(file, Cancel)).Trim();
    }

    private static Task WaitAsync(Func<Task<bool>> isSo, RunningProcess machine, string what) =>
        Until.SoAsync(isSo, WaitMax, () => $"{what}.\n{machine.Output}\n{machine.Error}");
}
