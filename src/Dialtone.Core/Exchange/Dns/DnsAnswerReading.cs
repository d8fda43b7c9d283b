using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>
/// What an answer means for a question: its CNAME records followed (RFC 1034 section 3.6.2) and its negative forms told
/// apart (RFC 2308 section 2). Pure; knows nothing of servers and tries.
/// </summary>
internal sealed record DnsAnswerReading
{
    public enum Kind : byte
    {
        /// <summary>The question has its answer: <see cref="Status"/>.</summary>
        Final,

        /// <summary>The name is an alias, and what stands behind it is to be asked: <see cref="Name"/>.</summary>
        AskFurther,

        /// <summary>The server points to others and does not ask them itself.</summary>
        Referral,
    }

    public required Kind Is { get; init; }

    /// <summary>Answered, NoSuchName, NoData, or Malformed for aliases without end.</summary>
    public DnsStatus Status { get; init; }

    /// <summary>The name at the end of the aliases.</summary>
    public DnsName Name { get; init; }

    /// <summary>All aliases so far.</summary>
    public ImmutableArray<DnsName> Aliases { get; init; } = [];

    public ImmutableArray<DnsRecord> Records { get; init; } = [];

    /// <summary>Records of the wanted type that belong to a name which was not asked for.</summary>
    public int ForeignRecords { get; init; }

    public ImmutableArray<DnsRecord> TargetAddresses { get; init; } = [];

    /// <summary>The least TTL of all that led here.</summary>
    public uint TtlSeconds { get; init; }

    public string Detail { get; init; } = "";

    /// <summary>
    /// Reads an answer whose response code is NOERROR, NXDOMAIN, or whatever came with a circle of aliases.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="question">What the lookup began with.</param>
    /// <param name="before">The aliases found by earlier questions of the lookup; the last is the name asked
    /// now.</param>
    /// <param name="aliasesMax">How many aliases are followed in all.</param>
    public static DnsAnswerReading Read(
        DnsMessage answer, DnsQuestion question, ImmutableArray<DnsName> before, int aliasesMax)
    {
        var aliases = before;
        var name = before.IsEmpty ? question.Name : before[^1];
        var ttl = uint.MaxValue;
        while (AliasOf(answer, name) is var (target, aliasTtl))
        {
            if (target == question.Name || aliases.Contains(target))
            {
                return Endless(aliases.Add(target), $"{question.Name} → {string.Join(" → ", aliases.Add(target))}: "
                    + "the aliases go round in a circle");
            }

            if (aliases.Length == aliasesMax)
            {
                return Endless(aliases, $"{question.Name} has more than {aliasesMax} aliases in a row");
            }

            aliases = aliases.Add(target);
            name = target;
            ttl = Math.Min(ttl, aliasTtl);
        }

        var records = OfName(answer.Answers, name, question.Type);
        if (!records.IsEmpty)
        {
            return new()
            {
                Is = Kind.Final,
                Status = DnsStatus.Answered,
                Name = name,
                Aliases = aliases,
                Records = records,
                TargetAddresses = AddressesOfTargets(answer, records),
                TtlSeconds = Math.Min(ttl, records.Min(record => record.TtlSeconds)),
            };
        }

        return Negative(answer, name, aliases, ttl, moved: aliases.Length > before.Length) with
        {
            ForeignRecords = answer.Answers.Count(record => record.Type == question.Type && record.Owner != name),
        };
    }

    private static DnsAnswerReading Negative(
        DnsMessage answer, DnsName name, ImmutableArray<DnsName> aliases, uint ttl, bool moved)
    {
        DnsAnswerReading Is(Kind kind, DnsStatus status = default, uint seconds = 0) =>
            new() { Is = kind, Status = status, Name = name, Aliases = aliases, TtlSeconds = seconds };

        // RFC 2308 section 5: without SOA a negative answer holds but is not kept.
        var soa = answer.Authorities.FirstOrDefault(record => record.Data is DnsData.Soa);
        var seconds = soa?.Data is DnsData.Soa data
            ? Math.Min(ttl, Math.Min(soa.TtlSeconds, data.MinimumSeconds))
            : 0;
        if (answer.ResponseCode == DnsResponseCode.NoSuchName)
        {
            return Is(Kind.Final, DnsStatus.NoSuchName, seconds);
        }

        // A server that followed the alias shows the SOA of the zone where it ended; one that did not shows none or
        // its own.
        if (moved && !(soa is not null && Encloses(soa.Owner, name)))
        {
            return Is(Kind.AskFurther, seconds: ttl);
        }

        var refers = soa is null && !answer.RecursionAvailable
            && answer.Authorities.Any(record => record.Type == DnsType.Ns);
        return refers ? Is(Kind.Referral) : Is(Kind.Final, DnsStatus.NoData, seconds);
    }

    private static DnsAnswerReading Endless(ImmutableArray<DnsName> aliases, string detail) =>
        new() { Is = Kind.Final, Status = DnsStatus.Malformed, Aliases = aliases, Detail = detail };

    private static (DnsName Target, uint Ttl)? AliasOf(DnsMessage answer, DnsName name)
    {
        foreach (var record in answer.Answers)
        {
            if (record.Owner == name && record.Data is DnsData.Cname alias)
            {
                return (alias.Target, record.TtlSeconds);
            }
        }

        return null;
    }

    private static ImmutableArray<DnsRecord> OfName(ImmutableArray<DnsRecord> records, DnsName name, DnsType type) =>
        [.. records.Where(record => record.Owner == name && record.Type == type && record.Class == DnsClass.Internet)];

    private static ImmutableArray<DnsRecord> AddressesOfTargets(DnsMessage answer, ImmutableArray<DnsRecord> records) =>
        [.. answer.Additionals.Where(record => record.Data is DnsData.A or DnsData.Aaaa
            && records.Any(srv => srv.Data is DnsData.Srv { Target: var target } && target == record.Owner))];

    private static bool Encloses(DnsName zone, DnsName name) =>
        zone.IsRoot || zone == name || (zone.IsHost && name.Text.EndsWith("." + zone.Text, StringComparison.Ordinal));
}
