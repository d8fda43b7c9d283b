using Dialtone.Core.Publishing;
using Dialtone.Publishing;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Net.Tests.Publishing;

/// <summary>
/// Configurations of servers that cannot run here, by the syntax that their vendors document; docs/protocol/dhcp.md
/// names the sources. Those of servers that can are started by the interop tests.
/// </summary>
public class DhcpConfigurationTests
{
    private static readonly DhcpPublication Plain = new()
    {
        Registrar = HostName.Parse("pool01.contoso.example"),
        WebServices = new() { Server = HostName.Parse("web01.contoso.example"), Port = 443 },
    };

    private static readonly DhcpPublication Full = Plain with
    {
        Vlan = new VoiceVlanOption(100),
        Domain = HostName.Parse("contoso.example"),
        Addresses6 = [IpAddress.Parse("2001:db8::11"), IpAddress.Parse("2001:db8::12")],
        Enterprise = EnterpriseVendorOption.Microsoft,
    };

    [Fact]
    public void The_values_are_those_of_the_vectors()
    {
        var lines = DhcpConfiguration.Of(Plain, DhcpServerSyntax.Hex);

        lines.Select(line => line[48..].Split(' ')[0]).ShouldBe(
        [
            "4D532D55432D436C69656E74",
            "0006706F6F6C303107636F6E746F736F076578616D706C6500",
            "010C4D532D55432D436C69656E7402056874747073031577656230312E636F6E746F736F2E6578616D706C650403343433"
                + "05252F4365727450726F762F4365727450726F766973696F6E696E67536572766963652E737663",
            "4D532D55432D436C69656E74",
            "6874747073",
            "77656230312E636F6E746F736F2E6578616D706C65",
            "343433",
            "2F4365727450726F762F4365727450726F766973696F6E696E67536572766963652E737663",
            "06706F6F6C303107636F6E746F736F076578616D706C6500",
        ]);
        DhcpConfiguration.Of(Full, DhcpServerSyntax.Hex).ShouldContain(
            "Option 43 for CPE-OCPHONE, 4 bytes              0A020064  (VLAN 100)");
    }

    [Fact]
    public void Windows_gets_a_vendor_class_and_definitions_of_binary_data()
    {
        var lines = DhcpConfiguration.Of(Full, DhcpServerSyntax.WindowsPowerShell);

        lines.ShouldContain("Add-DhcpServerv4OptionDefinition -OptionId 120 -Name UCSipServer -Type BinaryData");
        lines.ShouldContain(
            "Add-DhcpServerv4Class -Name MSUCClient -Type Vendor -Data 'MS-UC-Client' -Description 'UC phones'");
        lines.ShouldContain(
            "Add-DhcpServerv4OptionDefinition -VendorClass MSUCClient -OptionId 5 -Name CertProvRelPath "
                + "-Type BinaryData");
        var port = lines.IndexOf("Set-DhcpServerv4OptionValue -VendorClass MSUCClient -OptionId 4 -Value @(");
        lines[port + 1].ShouldBe("    '0x34','0x34','0x33')");
        lines.ShouldContain("Set-DhcpServerv4OptionValue -VendorClass CPEOCPHONE -OptionId 10 -Value 100");
        lines.ShouldContain("Set-DhcpServerv6OptionValue -OptionId 22 -Value '2001:db8::11','2001:db8::12'");
        ValuesOf(lines, "-OptionId 120 ").ShouldBe(Full.SipServers);
        ValuesOf(lines, "-VendorClass MSUCClient -OptionId 5 ").ShouldBe(Full.SubOptions[4].ToBytes());
    }

    [Fact]
    public void Netsh_gets_what_the_script_of_DHCPUtil_gives_it()
    {
        var lines = DhcpConfiguration.Of(Full, DhcpServerSyntax.Netsh);

        lines[1..].ShouldBe(
        [
            "netsh dhcp server add optiondef 120 UCSipServer BINARY 0 comment=\"SIP server of UC phones\"",
            "netsh dhcp server set optionvalue 120 BINARY 0006706F6F6C303107636F6E746F736F076578616D706C6500",
            "netsh dhcp server add class MSUCClient \"UC phones\" \"MS-UC-Client\" 1",
            "netsh dhcp server add optiondef 1 UCIdentifier BINARY 0 vendor=MSUCClient",
            "netsh dhcp server set optionvalue 1 BINARY vendor=MSUCClient 4D532D55432D436C69656E74",
            "netsh dhcp server add optiondef 2 URLScheme BINARY 0 vendor=MSUCClient",
            "netsh dhcp server set optionvalue 2 BINARY vendor=MSUCClient 6874747073",
            "netsh dhcp server add optiondef 3 WebServerFqdn BINARY 0 vendor=MSUCClient",
            "netsh dhcp server set optionvalue 3 BINARY vendor=MSUCClient 77656230312E636F6E746F736F2E6578616D706C65",
            "netsh dhcp server add optiondef 4 WebServerPort BINARY 0 vendor=MSUCClient",
            "netsh dhcp server set optionvalue 4 BINARY vendor=MSUCClient 343433",
            "netsh dhcp server add optiondef 5 CertProvRelPath BINARY 0 vendor=MSUCClient",
            "netsh dhcp server set optionvalue 5 BINARY vendor=MSUCClient "
                + "2F4365727450726F762F4365727450726F766973696F6E696E67536572766963652E737663",
            "netsh dhcp server add class CPEOCPHONE \"VLAN of UC phones\" \"CPE-OCPHONE\" 1",
            "netsh dhcp server add optiondef 10 VLANID WORD 0 vendor=CPEOCPHONE",
            "netsh dhcp server set optionvalue 10 WORD vendor=CPEOCPHONE 100",
            "netsh dhcp server add optiondef 125 VendorIdentifying BINARY 0",
            $"netsh dhcp server set optionvalue 125 BINARY {Convert.ToHexString(Full.EnterpriseVendor)}",
            "netsh dhcp server set optionvalue 015 STRING \"contoso.example\"",
            "netsh dhcp server v6 set optionvalue 21 STRING \"pool01.contoso.example\"",
            "netsh dhcp server v6 set optionvalue 22 IPV6ADDRESS 2001:db8::11 2001:db8::12",
        ]);
    }

    [Fact]
    public void Cisco_IOS_has_VLAN_and_Web_Services_in_its_one_option_43()
    {
        var lines = DhcpConfiguration.Of(Full with { Enterprise = null }, DhcpServerSyntax.CiscoIos);

        lines.SkipWhile(line => line.StartsWith('!')).ShouldBe(
        [
            "ip dhcp pool UC-PHONES",
            " option 120 hex 0006.706f.6f6c.3031.0763.6f6e.746f.736f.0765.7861.6d70.6c65.00",
            " option 43 hex 010c.4d53.2d55.432d.436c.6965.6e74.0205.6874.7470.7303.1577.6562.3031.2e63.6f6e.746f.736f"
                + ".2e65.7861.6d70.6c65.0403.3434.3305.252f.4365.7274.5072.6f76.2f43.6572.7450.726f.7669.7369.6f6e"
                + ".696e.6753.6572.7669.6365.2e73.7663.0a02.0064",
            " domain-name contoso.example",
            "!",
            "ipv6 dhcp pool UC-PHONES6",
            " sip domain-name pool01.contoso.example",
            " sip address 2001:db8::11",
            " sip address 2001:db8::12",
        ]);
    }

    [Fact]
    public void MikroTik_gives_its_sets_to_whom_the_matcher_knows()
    {
        var lines = DhcpConfiguration.Of(Full with { Enterprise = null }, DhcpServerSyntax.MikroTik);

        lines[1..].ShouldBe(
        [
            "/ip dhcp-server option",
            "add name=uc-120 code=120 value=0x0006706f6f6c303107636f6e746f736f076578616d706c6500",
            "add name=uc-43 code=43 value=0x010c4d532d55432d436c69656e7402056874747073031577656230312e636f6e746f736f"
                + "2e6578616d706c65040334343305252f4365727450726f762f4365727450726f766973696f6e696e6753657276"
                + "6963652e737663",
            "add name=uc-vlan-43 code=43 value=0x0a020064",
            "add name=uc-15 code=15 value=\"'contoso.example'\"",
            "/ip dhcp-server option sets",
            "add name=uc-phones options=uc-120,uc-43,uc-15",
            "add name=uc-phones-vlan options=uc-vlan-43,uc-15",
            "/ip dhcp-server matcher",
            "add name=uc-phones server=dhcp1 address-pool=pool1 code=60 value=\"MS-UC-Client\" matching-type=exact "
                + "option-set=uc-phones",
            "add name=uc-phones-vlan server=dhcp1 address-pool=pool1 code=60 value=\"CPE-OCPHONE\" "
                + "matching-type=exact option-set=uc-phones-vlan",
            "/ipv6 dhcp-server option",
            "add name=uc-21 code=21 value=0x06706f6f6c303107636f6e746f736f076578616d706c6500",
            "add name=uc-22 code=22 value=0x20010db800000000000000000000001120010db8000000000000000000000012",
            "/ipv6 dhcp-server set [find name=dhcp1] dhcp-option=uc-21,uc-22",
        ]);
    }

    [Fact]
    public void Every_configuration_is_ASCII_and_says_nothing_that_was_not_asked_for()
    {
        foreach (var (syntax, name, _) in DhcpConfiguration.All)
        {
            var text = string.Join('\n', DhcpConfiguration.Of(Plain, syntax));

            text.ShouldAllBe(c => c == '\n' || (c >= ' ' && c <= '~'), name);
            text.ShouldNotContain("OCPHONE", Case.Insensitive, name);
            text.ShouldNotContain("125", Case.Sensitive, name);
        }
    }

    private static byte[] ValuesOf(IReadOnlyList<string> lines, string option)
    {
        var head = $"Set-DhcpServerv4OptionValue {option}";
        var values = lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(1);
        var digits = string.Concat(values.TakeWhile(line => line.StartsWith("    '0x", StringComparison.Ordinal)))
            .Split(["'", ",", ")", " "], StringSplitOptions.RemoveEmptyEntries);
        return [.. digits.Select(each => Convert.ToByte(each[2..], 16))];
    }
}
