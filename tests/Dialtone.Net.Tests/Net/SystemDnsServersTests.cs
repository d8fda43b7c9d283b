using Dialtone.Net;

namespace Dialtone.Net.Tests.Net;

public class SystemDnsServersTests
{
    [Fact]
    public void Servers_come_in_the_order_of_the_file()
    {
        var read = Parse(
            """
            # made by hand
            ; and by mouth
            domain contoso.example
            nameserver 192.0.2.53
            nameserver	2001:db8::53   # the second
            nameserver 192.0.2.53
            search contoso.example fabrikam.example
            options edns0 trust-ad
            nameserver 198.51.100.53
            """);
        read.Servers.Select(static s => s.ToString())
            .ShouldBe(["192.0.2.53:53", "[2001:db8::53]:53", "198.51.100.53:53"]);
        read.NotUsed.ShouldBeEmpty();
        read.Source.ShouldBe("resolv.conf");
    }

    [Theory]
    [InlineData("nameserver fe80::1%2", "fe80::1%2 is link-local")]
    [InlineData("nameserver fec0:0:0:ffff::1", "site-local")]
    [InlineData("nameserver dns.contoso.example", "'dns.contoso.example' is not an address")]
    [InlineData("nameserver  ", "'' is not an address")]
    public void What_cannot_be_used_is_named(string line, string reason)
    {
        var read = Parse(line);
        read.Servers.ShouldBeEmpty();
        read.NotUsed.ShouldHaveSingleItem().ShouldContain(reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nameserver\nnameservers 192.0.2.1\n# nameserver 192.0.2.2\n nameserver 192.0.2.3")]
    public void Without_a_line_the_machine_itself_is_asked(string text) =>
        Parse(text).Servers.Select(static s => s.ToString()).ShouldBe(["127.0.0.1:53"]);

    [Fact]
    public void There_is_a_limit_and_what_is_past_it_is_named()
    {
        var lines = Enumerable.Range(1, SystemDnsServers.ServersMax + 1).Select(static i => $"nameserver 192.0.2.{i}");
        var read = Parse(string.Join('\n', lines));
        read.Servers.Length.ShouldBe(SystemDnsServers.ServersMax);
        read.NotUsed.ShouldHaveSingleItem().ShouldContain($"192.0.2.{SystemDnsServers.ServersMax + 1}");
    }

    [Fact]
    public void This_machine_says_where_it_was_asked() => SystemDnsServers.Read().Source.ShouldNotBeEmpty();

    private static SystemDnsServers Parse(string text) => SystemDnsServers.FromResolverFile(text, "resolv.conf");
}
