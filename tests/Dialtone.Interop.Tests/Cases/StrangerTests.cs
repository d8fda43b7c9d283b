using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>The product's own lab, read by other programs: a mistake that codec and lab share shows here.</summary>
public class StrangerTests
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Dig_reads_every_record_of_the_lab_over_UDP_and_over_TCP()
    {
        Requirements.SkipUnlessInstalled("dotnet", "dig");
        await using var lab = await StartLabAsync();
        var sheet = Sheet(lab);
        var dns = sheet.GetProperty("dns").GetString()!.Split(':');
        var records = sheet.GetProperty("records").EnumerateArray()
            .Select(record => (Name: Text(record, "name"), Data: Text(record, "data").Split(' ', 2)))
            .ToLookup(record => (record.Name, Type: record.Data[0]), record => record.Data[1]);
        records.Select(record => record.Key.Type).Distinct().ShouldBe(["SRV", "A"], ignoreOrder: true);

        foreach (var set in records)
        {
            foreach (var over in (string[])["+notcp", "+tcp"])
            {
                var answer = await Tool.RunAsync(
                    "dig", $"@{dns[0]}", "-p", dns[1], over, "+short", "-t", set.Key.Type, set.Key.Name);
                answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('.'))
                    .ShouldBe(set.Select(data => data.TrimEnd('.')), ignoreOrder: true, $"{set.Key} {over}");
            }
        }
    }

    [Fact]
    public async Task Dig_tells_a_name_of_the_lab_without_such_a_record_from_a_name_that_does_not_exist()
    {
        Requirements.SkipUnlessInstalled("dotnet", "dig");
        await using var lab = await StartLabAsync();
        var dns = Sheet(lab).GetProperty("dns").GetString()!.Split(':');
        Task<string> AskAsync(string name) => Tool.RunAsync("dig", $"@{dns[0]}", "-p", dns[1], "-t", "AAAA", name);

        (await AskAsync("pool01.contoso.example")).ShouldContain("status: NOERROR");
        (await AskAsync("pool99.contoso.example")).ShouldContain("status: NXDOMAIN");
    }

    [Fact]
    public async Task Openssl_verifies_the_certificate_of_every_server_of_the_lab()
    {
        Requirements.SkipUnlessInstalled("dotnet", "openssl");
        await using var lab = await StartLabAsync();
        var sheet = Sheet(lab);
        JsonElement[] servers = [.. sheet.GetProperty("registrars").EnumerateArray(), sheet.GetProperty("accessProxy")];

        foreach (var server in servers)
        {
            var name = Text(server, "pool");
            var (exitCode, output, error) = await Tool.TryRunAsync(
                "openssl",
                [
                    "s_client", "-connect", $"{Text(server, "address")}:{server.GetProperty("tlsPort")}",
                    "-servername", name, "-verify_hostname", name, "-verify_return_error",
                    "-CAfile", Text(sheet, "caFile"),
                ]);

            exitCode.ShouldBe(0, output + error);
            output.ShouldContain("Verification: OK");
            output.ShouldContain($"Verified peername: {name}");
        }
    }

    [Fact]
    public async Task An_interrupted_lab_ends_well_and_leaves_no_file()
    {
        Requirements.SkipUnlessInstalled("dotnet");
        await using var lab = await StartLabAsync();
        var authority = Text(Sheet(lab), "caFile");
        File.Exists(authority).ShouldBeTrue();

        (await lab.StopAsync()).ShouldBe(0, lab.Process.Error);
        File.Exists(authority).ShouldBeFalse();
        Directory.Exists(Path.GetDirectoryName(authority)).ShouldBeFalse();
    }

    private static async Task<LabRun> StartLabAsync()
    {
        var lab = await RunningProcess.StartAsync(["dotnet", PhoneCommand.Program, "lab", "up", "--json"]);
        await lab.WaitForLineAsync(line => line.Contains("The lab runs", StringComparison.Ordinal), StartTimeMax);

        // The sheet is on the other stream: its last line may come a moment later.
        await lab.WaitForLineAsync(line => line == "}", StartTimeMax);
        return new LabRun(lab);
    }

    private static JsonElement Sheet(LabRun lab) => JsonElement.Parse(lab.Process.Output);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A running lab; it is stopped as a person stops it, so that it takes its files with it.</summary>
    private sealed record LabRun(RunningProcess Process) : IAsyncDisposable
    {
        public async Task<int> StopAsync()
        {
            await Process.InterruptAsync();
            return await Process.WaitForExitAsync(StartTimeMax);
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            await Process.DisposeAsync();
        }
    }
}
