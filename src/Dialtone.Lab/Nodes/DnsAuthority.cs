using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// What an authoritative server that does not recurse says of a question (RFC 1034 section 4.3.2), in the shape that
/// BIND gives it: aliases followed within its zones, SOA beside a negative answer, addresses of SRV targets beside
/// theirs.
/// </summary>
internal sealed class DnsAuthority(IReadOnlyList<DnsZone> zones)
{
    // As many as BIND follows before it calls the chain a failure.
    private const int AliasesMax = 16;

    public DnsMessage Answer(DnsMessage query)
    {
        var reply = new DnsMessage
        {
            Id = query.Id,
            Opcode = query.Opcode,
            IsResponse = true,
            RecursionDesired = query.RecursionDesired,
            CheckingDisabled = query.CheckingDisabled,
            Question = query.Question,
            Edns = query.Edns is null ? null : new(DnsLimits.EdnsUdpBytes, Version: 0, query.Edns.DnssecOk),
        };
        if (query.Opcode != DnsOpcode.Query)
        {
            return reply with { ResponseCode = DnsResponseCode.NotImplemented };
        }

        if (query.Edns is { Version: > 0 })
        {
            return reply with { ResponseCode = DnsResponseCode.BadVersion };
        }

        if (query.Question is not { } question)
        {
            return reply with { ResponseCode = DnsResponseCode.FormatError };
        }

        return question.Class == DnsClass.Internet && ZoneOf(question.Name.Host) is { } zone
            ? Answer(reply with { IsAuthoritative = true }, question, zone)
            : reply with { ResponseCode = DnsResponseCode.Refused };
    }

    private DnsMessage Answer(DnsMessage reply, DnsQuestion question, DnsZone zone)
    {
        var answers = ImmutableArray.CreateBuilder<DnsRecord>();
        var (name, within) = (question.Name.Host, zone);
        while (question.Type is not (DnsType.Cname or DnsType.Any)
            && within.Of(name, DnsType.Cname).FirstOrDefault() is { Data: DnsData.Cname alias } record)
        {
            if (answers.Count == AliasesMax || answers.Contains(record))
            {
                return reply with { ResponseCode = DnsResponseCode.ServerFailure, Answers = answers.ToImmutable() };
            }

            answers.Add(record);
            if (ZoneOf(alias.Target.Host) is not { } next)
            {
                // It leads out of what this server knows: the asker goes on alone.
                return reply with { Answers = answers.ToImmutable() };
            }

            (name, within) = (alias.Target.Host, next);
        }

        var found = within.Of(name, question.Type).ToList();
        if (found.Count == 0)
        {
            return reply with
            {
                ResponseCode = within.Exists(name) ? DnsResponseCode.NoError : DnsResponseCode.NoSuchName,
                Answers = answers.ToImmutable(),
                Authorities = [within.NegativeSoa],
            };
        }

        answers.AddRange(found);
        return reply with { Answers = answers.ToImmutable(), Additionals = AddressesBeside(found) };
    }

    private ImmutableArray<DnsRecord> AddressesBeside(List<DnsRecord> records) =>
    [
        .. from target in records.Select(record => (record.Data as DnsData.Srv)?.Target ?? default).Distinct()
           let zone = ZoneOf(target.Host)
           where zone is not null
           from address in zone.Of(target.Host, DnsType.A).Concat(zone.Of(target.Host, DnsType.Aaaa))
           select address,
    ];

    private DnsZone? ZoneOf(HostName name) =>
        zones.Where(zone => name.IsWithin(zone.Origin)).MaxBy(zone => zone.Origin.Text.Length);
}
