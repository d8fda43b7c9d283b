using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Publishing;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Publishing;

/// <summary>The DNS records of a SIP domain as the configuration of a server.</summary>
public static class DnsConfiguration
{
    private const int TtlSeconds = 3600;
    private const int NaptrType = 35;

    /// <summary>Every syntax in the order in which they are shown, with its name and its heading.</summary>
    public static ImmutableArray<(DnsServerSyntax Syntax, string Name, string Heading)> All { get; } =
    [
        (DnsServerSyntax.Bind, "bind", "BIND, in the zone's file"),
        (DnsServerSyntax.WindowsPowerShell, "windows-powershell", "Windows Server, PowerShell"),
        (DnsServerSyntax.Unbound, "unbound", "unbound, within server: of unbound.conf"),
        (DnsServerSyntax.Dnsmasq, "dnsmasq", "dnsmasq, in dnsmasq.conf"),
    ];

    /// <summary>The lines of the configuration, without an end of line.</summary>
    public static ImmutableArray<string> Of(DnsPublication publication, DnsServerSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(publication);
        var records = publication.Records;
        var comment = syntax == DnsServerSyntax.Bind ? ";" : "#";
        return
        [
            .. Hints(publication).Select(hint => $"{comment} {hint}"),
            .. syntax switch
            {
                DnsServerSyntax.WindowsPowerShell => records.Select(each => OfWindows(publication.Domain, each)),
                DnsServerSyntax.Unbound => Unbound(publication, records),
                DnsServerSyntax.Dnsmasq => Flat(records).Select(OfDnsmasq),
                _ => records.Select(each => OfBind(publication.Domain, each)),
            },
        ];
    }

    /// <summary>The data of a record as a master file has it, with whole names.</summary>
    internal static string DataOf(DnsData data) => data switch
    {
        DnsData.A a => $"{a.Address}",
        DnsData.Aaaa aaaa => $"{aaaa.Address}",
        DnsData.Cname cname => Whole(cname.Target),
        DnsData.Srv srv => $"{srv.Priority} {srv.Weight} {srv.Port} {Whole(srv.Target)}",
        DnsData.Naptr naptr => $"{naptr.Order} {naptr.Preference} \"{naptr.Flags}\" \"{naptr.Services}\" "
            + $"\"{naptr.Regexp}\" {Whole(naptr.Replacement)}",
        _ => $"{data}",
    };

    private static IEnumerable<string> Hints(DnsPublication publication)
    {
        if (publication.InternalTarget != publication.Pool)
        {
            yield return $"{publication.Pool} lies where devices do not follow an SRV record of {publication.Domain}: "
                + $"{publication.InternalTarget}";
            yield return "stands for it, and has to be in its certificate.";
        }

        if (publication.Addresses.IsEmpty)
        {
            yield return $"The addresses of {publication.Pool} are not known here: give --address for their records.";
        }
    }

    private static string OfBind(HostName domain, PublishedRecord record)
    {
        var line = $"{record.Owner}.".PadRight(40) + $" {TtlSeconds} IN {TypeOf(record.Data),-5} {DataOf(record.Data)}";
        // A zone takes no records of others.
        return record.Owner.IsWithin(domain) ? line : $"; in the zone of {record.Owner}: {line}";
    }

    private static string OfWindows(HostName domain, PublishedRecord record)
    {
        var isInZone = record.Owner.IsWithin(domain);
        var zone = isInZone ? domain.Text : record.Owner.Text[(record.Owner.Text.IndexOf('.') + 1)..];
        var name = record.Owner.Text == zone ? "@" : record.Owner.Text[..^(zone.Length + 1)];
        var head = $"-ZoneName '{zone}' -Name '{name}'";
        return record.Data switch
        {
            DnsData.A a => $"Add-DnsServerResourceRecordA {head} -IPv4Address '{a.Address}'",
            DnsData.Aaaa aaaa => $"Add-DnsServerResourceRecordAAAA {head} -IPv6Address '{aaaa.Address}'",
            DnsData.Cname cname => $"Add-DnsServerResourceRecordCName {head} -HostNameAlias '{Whole(cname.Target)}'",
            DnsData.Srv srv => $"Add-DnsServerResourceRecord -Srv {head} -DomainName '{Whole(srv.Target)}' "
                + $"-Priority {srv.Priority} -Weight {srv.Weight} -Port {srv.Port}",
            DnsData.Naptr naptr => $"Add-DnsServerResourceRecord -Unknown {head} -Type {NaptrType} "
                + $"-RecordData '{Convert.ToHexString(BytesOf(naptr))}'",
            _ => "",
        };
    }

    // Both answer with an alias alone, and leave it to devices to ask on, unless they know where it leads.
    private static IEnumerable<PublishedRecord> Flat(ImmutableArray<PublishedRecord> records) => records.SelectMany(
        record => record.Data is DnsData.Cname cname
            ? records.Where(each => each.Owner == cname.Target.Host).Select(each => each with { Owner = record.Owner })
                .DefaultIfEmpty(record)
            : [record]);

    private static IEnumerable<string> Unbound(DnsPublication publication, ImmutableArray<PublishedRecord> records)
    {
        // What is not said here is asked for elsewhere, as before.
        yield return $"local-zone: \"{publication.Domain}.\" typetransparent";
        foreach (var record in Flat(records))
        {
            yield return $"local-data: '{record.Owner}. {TtlSeconds} IN {TypeOf(record.Data)} {DataOf(record.Data)}'";
        }
    }

    private static string OfDnsmasq(PublishedRecord record) => record.Data switch
    {
        DnsData.A a => $"host-record={record.Owner},{a.Address}",
        DnsData.Aaaa aaaa => $"host-record={record.Owner},{aaaa.Address}",
        DnsData.Cname cname => $"cname={record.Owner},{cname.Target}",
        DnsData.Srv srv => $"srv-host={record.Owner},{srv.Target},{srv.Port},{srv.Priority},{srv.Weight}",
        DnsData.Naptr naptr => $"naptr-record={record.Owner},{naptr.Order},{naptr.Preference},{naptr.Flags},"
            + $"{naptr.Services},{naptr.Regexp},{naptr.Replacement}",
        _ => "",
    };

    private static string TypeOf(DnsData data) => data.Type.ToString().ToUpperInvariant();

    private static string Whole(DnsName name) => name.IsRoot ? "." : $"{name}.";

    /// <summary>The data on the wire (RFC 3403 section 4.1), as Windows takes a type that it does not know.</summary>
    private static byte[] BytesOf(DnsData.Naptr naptr)
    {
        var bytes = new List<byte>
        {
            (byte)(naptr.Order >> 8), (byte)naptr.Order, (byte)(naptr.Preference >> 8), (byte)naptr.Preference,
        };
        foreach (var text in (string[])[naptr.Flags, naptr.Services, naptr.Regexp])
        {
            bytes.Add((byte)text.Length);
            bytes.AddRange(Encoding.Latin1.GetBytes(text));
        }

        foreach (var label in naptr.Replacement.Host.Text.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        bytes.Add(0);
        return [.. bytes];
    }
}
