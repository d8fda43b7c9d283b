using System.Globalization;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Hosting;

/// <summary>The sheet of a lab as text for people.</summary>
public static class LabSheetText
{
    private const int NameWidth = 36;

    /// <summary>Writes the sheet.</summary>
    public static void Write(LabSheet sheet, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(to);
        to.WriteLine("The lab");
        Line(to, "SIP domain", sheet.Domain.Text);
        Line(to, "DNS", $"{sheet.Dns} (UDP and TCP)");
        Line(to, "DHCP", $"{sheet.Dhcp} (answers to where the question came from)");
        if (sheet.Dhcp6 is { } dhcp6)
        {
            Line(to, "DHCPv6", $"{dhcp6} (answers to where the question came from)");
        }

        Line(to, "Certificate authority", sheet.CaFile);
        Line(to, "Directory", sheet.Directory);

        Section(to, "Servers");
        foreach (var server in sheet.Registrars)
        {
            Server(to, server,
                !sheet.Pools.Contains(server.Pool) ? "a Director"
                : server.Name == server.Pool ? "a pool of its own"
                : $"of {server.Pool}");
        }

        Server(to, sheet.AccessProxy, "access proxy");

        Section(to, "Web Services");
        foreach (var web in sheet.WebServices)
        {
            Line(to, web.Name.Text, string.Create(CultureInfo.InvariantCulture,
                $"{new EndPointAddress(web.Address, web.TlsPort)} TLS, {web.TcpPort} TCP  of {web.Pool}"));
            Line(to, "", web.CertificateService);
        }

        Section(to, "Media Relays");
        foreach (var relay in sheet.MediaRelays)
        {
            Line(to, relay.Name.Text, string.Create(CultureInfo.InvariantCulture,
                $"{new EndPointAddress(relay.Address, relay.UdpPort)} UDP, {relay.TcpPort} TCP  {Dialect(relay)}"));
        }

        Section(to, "DNS records");
        foreach (var record in sheet.Records)
        {
            Line(to, record.Owner.Host.Text, Data(record.Data));
        }

        Section(to, "Accounts");
        foreach (var account in sheet.Accounts)
        {
            Line(to, account.AddressIn(sheet.Domain), $"{Password(account)}, at home in {sheet.HomeOf(account)}");
            Line(to, $"  {account.NtLoginIn(sheet.Domain)}", Dialled(account));
        }

        Section(to, "Primary and backup");
        Line(to, "The backup takes over after", Seconds(sheet.FailureDetectionInterval));
        Line(to, "Users are sent home after", Seconds(sheet.FailbackDetectionInterval));

        if (!sheet.Faults.IsEmpty)
        {
            Section(to, "Broken on purpose");
            foreach (var fault in sheet.Faults)
            {
                Line(to, fault.Name, fault.What);
            }
        }

        Section(to, "To try");
        foreach (var example in sheet.Examples)
        {
            to.WriteLine($"  # {example.What}");
            to.WriteLine($"  {example.Command}");
        }
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");

    private static void Section(TextWriter to, string title)
    {
        to.WriteLine();
        to.WriteLine(title);
    }

    private static void Line(TextWriter to, string name, string value) =>
        to.WriteLine($"  {name.PadRight(NameWidth)} {value}");

    private static void Server(TextWriter to, LabSheetServer server, string what) => Line(
        to, server.Name.Text, string.Create(CultureInfo.InvariantCulture,
            $"{new EndPointAddress(server.Address, server.TlsPort)} TLS, {Plain(server)}  {what}"));

    // One number for both is the rule.
    private static string Plain(LabSheetServer server) =>
        server.UdpPort is not { } udp ? $"{server.TcpPort} TCP"
        : udp == server.TcpPort ? $"{server.TcpPort} TCP and UDP"
        : $"{server.TcpPort} TCP, {udp} UDP";

    private static string Dialect(LabSheetRelay relay) =>
        relay.Dialect == RelayDialect.AvEdge ? "of the A/V Edge (MS-TURN)" : "of RFC 8656";

    private static string Dialled(LabAccount account)
    {
        string?[] all =
        [
            account.PhoneNumber is { } number ? $"phone number {number}" : null,
            account.Extension is { } extension ? $"extension {extension}" : null,
            account.Pin is { } pin ? $"PIN {pin}" : "no PIN",
        ];
        return string.Join(", ", all.OfType<string>());
    }

    private static string Password(LabAccount account) =>
        account.Disabled ? $"{account.Password} (disabled)" : account.Password;

    /// <summary>The data in the zone file's form (RFC 1035 section 5, RFC 2782, RFC 3403).</summary>
    internal static string Data(DnsData data) => data switch
    {
        DnsData.Srv srv => $"SRV {srv.Priority} {srv.Weight} {srv.Port} {srv.Target.Host}",
        DnsData.Naptr rule => $"NAPTR {rule.Order} {rule.Preference} \"{rule.Flags}\" \"{rule.Services}\" "
            + $"\"{rule.Regexp}\" {rule.Replacement}",
        DnsData.A a => $"A {a.Address}",
        DnsData.Aaaa aaaa => $"AAAA {aaaa.Address}",
        _ => $"{data}",
    };
}
