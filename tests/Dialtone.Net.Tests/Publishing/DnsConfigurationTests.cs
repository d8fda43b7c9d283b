using Dialtone.Core.Profiles;
using Dialtone.Core.Publishing;
using Dialtone.Publishing;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Publishing;

/// <summary>
/// Windows by the syntax that its vendor documents; docs/protocol/discovery.md names the source. BIND, unbound and
/// dnsmasq are started with what is printed by the interop tests.
/// </summary>
public class DnsConfigurationTests
{
    private static readonly DnsPublication Contoso = new()
    {
        Domain = HostName.Parse("contoso.example"),
        Pool = HostName.Parse("pool01.contoso.example"),
        Addresses = [IpAddress.Parse("192.0.2.11"), IpAddress.Parse("2001:db8::11")],
        External = HostName.Parse("sip.contoso.example"),
        ExternalAddresses = [IpAddress.Parse("198.51.100.31")],
        WebServices = HostName.Parse("web01.contoso.example"),
        WebAddresses = [IpAddress.Parse("192.0.2.15")],
    };

    [Fact]
    public void Windows_gets_a_cmdlet_for_each_record()
    {
        DnsConfiguration.Of(Contoso, DnsServerSyntax.WindowsPowerShell).ShouldBe(
        [
            "Add-DnsServerResourceRecord -Srv -ZoneName 'contoso.example' -Name '_sipinternaltls._tcp' "
                + "-DomainName 'pool01.contoso.example.' -Priority 0 -Weight 0 -Port 5061",
            "Add-DnsServerResourceRecord -Srv -ZoneName 'contoso.example' -Name '_sip._tls' "
                + "-DomainName 'sip.contoso.example.' -Priority 0 -Weight 0 -Port 443",
            "Add-DnsServerResourceRecordA -ZoneName 'contoso.example' -Name 'pool01' -IPv4Address '192.0.2.11'",
            "Add-DnsServerResourceRecordAAAA -ZoneName 'contoso.example' -Name 'pool01' -IPv6Address '2001:db8::11'",
            "Add-DnsServerResourceRecordA -ZoneName 'contoso.example' -Name 'sipinternal' -IPv4Address '192.0.2.11'",
            "Add-DnsServerResourceRecordAAAA -ZoneName 'contoso.example' -Name 'sipinternal' "
                + "-IPv6Address '2001:db8::11'",
            "Add-DnsServerResourceRecordA -ZoneName 'contoso.example' -Name 'sip' -IPv4Address '198.51.100.31'",
            "Add-DnsServerResourceRecordA -ZoneName 'contoso.example' -Name 'sipexternal' "
                + "-IPv4Address '198.51.100.31'",
            "Add-DnsServerResourceRecordA -ZoneName 'contoso.example' -Name 'web01' -IPv4Address '192.0.2.15'",
            "Add-DnsServerResourceRecordCName -ZoneName 'contoso.example' -Name 'lyncdiscoverinternal' "
                + "-HostNameAlias 'web01.contoso.example.'",
            "Add-DnsServerResourceRecordCName -ZoneName 'contoso.example' -Name 'lyncdiscover' "
                + "-HostNameAlias 'web01.contoso.example.'",
        ]);
    }

    [Fact]
    public void Windows_takes_NAPTR_as_the_bytes_of_a_type_that_it_does_not_know()
    {
        var standard = Contoso with { Profile = DeviceProfile.Sip };

        DnsConfiguration.Of(standard, DnsServerSyntax.WindowsPowerShell)[0].ShouldBe(
            "Add-DnsServerResourceRecord -Unknown -ZoneName 'contoso.example' -Name '@' -Type 35 -RecordData '"
            + "00320032" + "0173" + "08534950532B443254" + "00"
            + "055F73697073045F74637007636F6E746F736F076578616D706C6500'");
    }

    [Fact]
    public void A_pool_that_strict_naming_refuses_has_a_name_in_the_domain_stand_for_it()
    {
        var elsewhere = Contoso with { Pool = HostName.Parse("pool01.fabrikam.example"), External = null };

        elsewhere.InternalTarget.Text.ShouldBe("sip.contoso.example");
        var lines = DnsConfiguration.Of(elsewhere, DnsServerSyntax.Bind);
        lines[0].ShouldStartWith("; pool01.fabrikam.example lies where devices do not follow an SRV record");
        lines.ShouldContain(line => line.StartsWith("_sipinternaltls._tcp.contoso.example.", StringComparison.Ordinal)
            && line.EndsWith("0 0 5061 sip.contoso.example.", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("; in the zone of pool01.fab", StringComparison.Ordinal));
        (Contoso with { Pool = elsewhere.Pool }).InternalTarget.Text.ShouldBe("sipinternal.contoso.example");
    }

    [Fact]
    public void Where_an_alias_would_not_be_followed_its_addresses_stand_for_it()
    {
        DnsConfiguration.Of(Contoso, DnsServerSyntax.Dnsmasq)
            .ShouldContain("host-record=lyncdiscover.contoso.example,192.0.2.15");
        DnsConfiguration.Of(Contoso, DnsServerSyntax.Unbound)
            .ShouldContain("local-data: 'lyncdiscover.contoso.example. 3600 IN A 192.0.2.15'");
    }
}
