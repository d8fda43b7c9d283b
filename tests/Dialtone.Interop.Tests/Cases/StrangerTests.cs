using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>The product's own lab, read by other programs: a mistake that codec and lab share shows here.</summary>
public class StrangerTests
{
    // delv resolves by itself and would validate; -i takes the answer as it is, which is what it is asked for here.
    [Theory]
    [InlineData("dig")]
    [InlineData("delv", "-i")]
    public async Task Dig_and_delv_read_every_record_of_the_lab(string program, params string[] options)
    {
        Requirements.SkipUnlessInstalled("dotnet", program);
        await using var lab = await RunningLab.StartAsync();
        var sheet = lab.Sheet;
        var dns = sheet.GetProperty("dns").GetString()!.Split(':');
        var records = sheet.GetProperty("records").EnumerateArray()
            .Select(record => (Name: Text(record, "name"), Data: Text(record, "data").Split(' ', 2)))
            .ToLookup(record => (record.Name, Type: record.Data[0]), record => record.Data[1]);
        records.Select(record => record.Key.Type).Distinct().ShouldBe(["SRV", "NAPTR", "A"], ignoreOrder: true);

        foreach (var set in records)
        {
            foreach (var over in (string[])["+notcp", "+tcp"])
            {
                var answer = await Tool.RunAsync(
                    program,
                    [$"@{dns[0]}", "-p", dns[1], .. options, over, "+short", "-t", set.Key.Type, set.Key.Name]);
                answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('.'))
                    .ShouldBe(set.Select(data => data.TrimEnd('.')), ignoreOrder: true, $"{set.Key} {over}");
            }
        }
    }

    [Fact]
    public async Task Dig_tells_a_name_of_the_lab_without_such_a_record_from_a_name_that_does_not_exist()
    {
        Requirements.SkipUnlessInstalled("dotnet", "dig");
        await using var lab = await RunningLab.StartAsync();
        var dns = lab.Sheet.GetProperty("dns").GetString()!.Split(':');
        Task<string> AskAsync(string name) => Tool.RunAsync("dig", $"@{dns[0]}", "-p", dns[1], "-t", "AAAA", name);

        (await AskAsync("pool01.contoso.example")).ShouldContain("status: NOERROR");
        (await AskAsync("pool99.contoso.example")).ShouldContain("status: NXDOMAIN");
    }

    /// <summary>
    /// A DHCPINFORM written here byte by byte, after RFC 2131 figure 1 and MS-DHCPE, and its answer read the same way.
    /// </summary>
    [Fact]
    public async Task An_INFORM_built_by_hand_gets_options_120_and_43_from_the_lab()
    {
        Requirements.SkipUnlessInstalled("dotnet");
        await using var lab = await RunningLab.StartAsync();
        var server = IPEndPoint.Parse(lab.Sheet.GetProperty("dhcp").GetString()!);
        byte[] inform =
        [
            1, 1, 6, 0, 0xC0, 0xFF, 0xEE, 0x01, .. new byte[4], 127, 0, 0, 1, .. new byte[12],
            0x02, 0, 0x5E, 0x10, 0, 0x01, .. new byte[10 + 64 + 128], 99, 130, 83, 99,
            53, 1, 8, 60, 12, .. "MS-UC-Client"u8, 55, 2, 120, 43, 255,
        ];
        using var client = new UdpClient(AddressFamily.InterNetwork);
        var cancellation = TestContext.Current.CancellationToken;

        _ = await client.SendAsync(inform, server, cancellation);
        var answer = (await client.ReceiveAsync(cancellation).AsTask().WaitAsync(Tool.RunTimeMax, cancellation)).Buffer;

        answer[..8].ShouldBe([2, 1, 6, 0, 0xC0, 0xFF, 0xEE, 0x01]);
        answer[16..20].ShouldBe([0, 0, 0, 0], "an INFORM gives out no address (RFC 2131 section 4.3.5)");
        answer[28..34].ShouldBe(inform[28..34]);
        var options = OptionsOf(answer);
        options[53].ShouldBe([5]);
        options.ShouldNotContainKey(51);
        options[120].ShouldBe([0, 6, .. "pool01"u8, 7, .. "contoso"u8, 7, .. "example"u8, 0]);
        options[43][..14].ShouldBe([1, 12, .. "MS-UC-Client"u8]);
    }

    [Fact]
    public async Task Openssl_verifies_the_certificate_of_every_server_of_the_lab()
    {
        Requirements.SkipUnlessInstalled("dotnet", "openssl");
        await using var lab = await RunningLab.StartAsync();
        var sheet = lab.Sheet;
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
        await using var lab = await RunningLab.StartAsync();
        var authority = Text(lab.Sheet, "caFile");
        File.Exists(authority).ShouldBeTrue();

        (await lab.StopAsync()).ShouldBe(0, lab.Error);
        File.Exists(authority).ShouldBeFalse();
        Directory.Exists(Path.GetDirectoryName(authority)).ShouldBeFalse();
    }

    private static Dictionary<int, byte[]> OptionsOf(byte[] message)
    {
        message[236..240].ShouldBe([99, 130, 83, 99]);
        var options = new Dictionary<int, byte[]>();
        for (var at = 240; message[at] != 255; at += message[at] == 0 ? 1 : 2 + message[at + 1])
        {
            if (message[at] != 0)
            {
                options.Add(message[at], message[(at + 2)..(at + 2 + message[at + 1])]);
            }
        }

        return options;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
