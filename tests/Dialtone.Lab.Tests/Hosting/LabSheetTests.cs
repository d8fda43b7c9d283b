using System.Text.Json;
using Dialtone.Lab.Hosting;

namespace Dialtone.Lab.Tests.Hosting;

[Collection(LabClient.Turns)]
public class LabSheetTests
{
    [Fact]
    public async Task The_text_has_every_account_and_every_address()
    {
        await using var lab = await LabClient.StartAsync("dns-slow");
        using var text = new StringWriter();

        LabSheetText.Write(lab.Sheet, text);

        foreach (var expected in Everything(lab.Sheet))
        {
            text.ToString().ShouldContain(expected);
        }

        text.ToString().ShouldContain("dns-slow");
        text.ToString().ShouldContain($" {lab.Sheet.Registrars[0].TcpPort} TCP and UDP ");
        text.ToString().ShouldContain(
            $"SRV 0 0 {lab.Deployment.SipTlsPort} pool01.contoso.example");
        text.ToString().ShouldContain($"dialtone sign-in sip:alice@contoso.example --dns {lab.Sheet.Dns} ");
        text.ToString().ShouldContain($"dig @{lab.Sheet.Dns.Address} -p {lab.Sheet.Dns.Port} ");
        text.ToString().ShouldContain($"-CAfile {lab.Sheet.CaFile}");
    }

    [Fact]
    public async Task The_JSON_has_every_account_and_every_address()
    {
        await using var lab = await LabClient.StartAsync("dns-slow");
        using var stream = new MemoryStream();

        LabSheetJson.Write(lab.Sheet, stream);

        using var json = JsonDocument.Parse(stream.ToArray());
        var root = json.RootElement;
        root.GetProperty("schema").GetInt32().ShouldBe(1);
        root.GetProperty("dns").GetString().ShouldBe($"{lab.Sheet.Dns}");
        root.GetProperty("dhcp").GetString().ShouldBe($"{lab.Sheet.Dhcp}");
        root.GetProperty("caFile").GetString().ShouldBe(lab.Sheet.CaFile);
        root.GetProperty("registrars").EnumerateArray().Select(server => server.GetProperty("address").GetString())
            .ShouldBe(lab.Sheet.Registrars.Select(server => $"{server.Address}"));
        root.GetProperty("registrars")[0].GetProperty("udpPort").GetInt32()
            .ShouldBe((int)lab.Sheet.Registrars[0].UdpPort.ShouldNotBeNull());
        root.GetProperty("accessProxy").TryGetProperty("udpPort", out _).ShouldBeFalse();
        root.GetProperty("accessProxy").GetProperty("tlsPort").GetInt32().ShouldBe(lab.Sheet.AccessProxy.TlsPort);
        root.GetProperty("accounts").EnumerateArray()
            .Select(one => (one.GetProperty("address").GetString(), one.GetProperty("password").GetString()))
            .ShouldBe(lab.Sheet.Accounts.Select(one =>
                ((string?)$"sip:{one.User}@contoso.example", (string?)one.Password)));
        root.GetProperty("accounts")[0].GetProperty("extension").GetString().ShouldBe("101");
        root.GetProperty("accounts")[0].GetProperty("pin").GetString().ShouldBe(lab.Sheet.Accounts[0].Pin);
        root.GetProperty("webServices").EnumerateArray()
            .Select(web => web.GetProperty("certificateService").GetString()).ShouldBe(
            [
                $"https://web01.contoso.example:{lab.Deployment.WebTlsPort}/CertProv/CertProvisioningService.svc",
                $"https://web02.contoso.example:{lab.Deployment.WebTlsPort}/CertProv/CertProvisioningService.svc",
            ]);
        root.GetProperty("mediaRelays").EnumerateArray()
            .Select(relay => (relay.GetProperty("name").GetString(), relay.GetProperty("dialect").GetString()))
            .ShouldBe(
            [
                ("edge1.contoso.example", "av-edge"), ("av.contoso.example", "av-edge"),
                ("turn.contoso.example", "rfc-8656"),
            ]);
        root.GetProperty("mediaRelays")[0].GetProperty("udpPort").GetInt32()
            .ShouldBe((int)lab.Sheet.MediaRelays[0].UdpPort);
        root.GetProperty("records").GetArrayLength().ShouldBe(lab.Sheet.Records.Length);
        root.GetProperty("faults")[0].GetProperty("name").GetString().ShouldBe("dns-slow");
        root.GetProperty("examples").GetArrayLength().ShouldBe(6);
    }

    private static IEnumerable<string> Everything(LabSheet sheet) =>
    [
        "contoso.example", $"{sheet.Dns}", $"{sheet.Dhcp}", sheet.CaFile,
        .. sheet.Accounts.SelectMany(account => (string[])[$"sip:{account.User}@contoso.example", account.Password]),
        .. sheet.Registrars.Append(sheet.AccessProxy).SelectMany(server => (string[])
            [server.Name.Text, server.Pool.Text, $"{server.Address}:{server.TlsPort}", $"{server.TcpPort}"]),
        .. sheet.Accounts.SelectMany(account => (string[])
            [account.PhoneNumber!, $"extension {account.Extension}", $"PIN {account.Pin}", $@"CONTOSO\{account.User}"]),
        .. sheet.WebServices.SelectMany(web => (string[])
            [web.Name.Text, $"{web.Address}:{web.TlsPort}", $"{web.TcpPort}", web.CertificateService]),
        .. sheet.MediaRelays.SelectMany(relay => (string[])
            [relay.Name.Text, $"{relay.Address}:{relay.UdpPort}", $"{relay.TcpPort}"]),
        .. sheet.Records.Select(record => record.Owner.Host.Text),
    ];
}
