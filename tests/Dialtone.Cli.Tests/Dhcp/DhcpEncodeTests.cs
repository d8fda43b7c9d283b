using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Dhcp;

public class DhcpEncodeTests
{
    [Fact]
    public async Task Every_server_has_its_heading_and_one_alone_has_none()
    {
        var all = await RunningProgram.RunAsync("dhcp", "encode", "--registrar", "pool01.contoso.example");
        var one = await RunningProgram.RunAsync(
            "dhcp", "encode", "--registrar", "pool01.contoso.example", "--for", "isc6");

        all.ExitCode.ShouldBe(0, $"{all}");
        all.Lines.Count(line => line.StartsWith("── ", StringComparison.Ordinal)).ShouldBe(10);
        one.Output.ShouldBe("option dhcp6.sip-servers-names \"pool01.contoso.example\";\n");
    }

    [Theory]
    [InlineData("takes a name such as pool01.contoso.example; '192.0.2.11' is not one.", "--registrar", "192.0.2.11")]
    [InlineData("takes a whole name: to a phone, 'pool01' lies in no domain.", "--registrar", "pool01")]
    [InlineData("--vlan takes a number from 1 to 4094; '4095' is none.", "--vlan", "4095")]
    [InlineData("Phones speak https to Web Services, not 'http'.", "--web-services", "http://web01.contoso.example/")]
    [InlineData("an IPv6 address such as 2001:db8::11; '192.0.2.11' is not one.", "--address", "192.0.2.11")]
    public async Task What_cannot_be_published_is_refused_with_its_reason(string reason, string option, string value)
    {
        string[] registrar = option == "--registrar" ? [] : ["--registrar", "pool01.contoso.example"];

        var run = await RunningProgram.RunAsync(["dhcp", "encode", .. registrar, option, value]);

        run.ExitCode.ShouldBe(64, $"{run}");
        run.Error.ShouldContain(reason);
    }
}
