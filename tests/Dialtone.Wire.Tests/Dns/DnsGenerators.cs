using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using FsCheck;
using FsCheck.Fluent;
using HostName = Dialtone.Wire.Addresses.HostName;

namespace Dialtone.Wire.Tests.Dns;

/// <summary>Any message that DNS can say.</summary>
internal static class DnsGenerators
{
    private static readonly Gen<string> Labels =
        from length in Gen.Frequency((8, Gen.Choose(1, 3)), (1, Gen.Choose(1, 63)))
        from letters in Gen.Elements("abcxyz019-_".ToCharArray()).ArrayOf(length)
        select new string(letters);

    private static readonly Gen<DnsName> Names =
        from count in Gen.Frequency((1, Gen.Constant(0)), (9, Gen.Choose(1, 5)))
        from labels in Labels.ArrayOf(count)
        select HostName.TryParse(string.Join('.', labels), out var host) ? DnsName.From(host) : default;

    private static readonly Gen<ushort> Words = Gen.Choose(0, ushort.MaxValue).Select(value => (ushort)value);

    private static readonly Gen<uint> Longs = from high in Words from low in Words select ((uint)high << 16) | low;

    private static readonly Gen<byte[]> Blobs =
        Gen.Choose(0, 40).SelectMany(length => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(length));

    private static readonly Gen<string> Strings = Blobs.Select(Encoding.Latin1.GetString);

    private static readonly Gen<IpAddress> AddressesV6 =
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(16)
            .Select(bytes => IpAddress.TryRead(bytes, out var address) ? address : default);

    private static readonly Gen<DnsData> Data = Gen.OneOf(
        Longs.Select(value => (DnsData)new DnsData.A(IpAddress.V4(value))),
        AddressesV6.Select(value => (DnsData)new DnsData.Aaaa(value)),
        Names.Select(target => (DnsData)new DnsData.Cname(target)),
        from priority in Words
        from weight in Words
        from port in Words
        from target in Names
        select (DnsData)new DnsData.Srv(priority, weight, port, target),
        from order in Words
        from preference in Words
        from strings in Strings.ArrayOf(3)
        from replacement in Names
        select (DnsData)new DnsData.Naptr(order, preference, strings[0], strings[1], strings[2], replacement),
        from names in Names.ArrayOf(2)
        from numbers in Longs.ArrayOf(5)
        select (DnsData)new DnsData.Soa(names[0], names[1], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]),
        from type in Gen.Choose(256, 65535)
        from bytes in Blobs
        select (DnsData)new DnsData.Unknown((DnsType)type, bytes));

    private static readonly Gen<DnsRecord> Records =
        from owner in Names
        from ttl in Longs
        from data in Data
        select new DnsRecord(owner, ttl & DnsLimits.TtlSecondsMax, data);

    private static readonly Gen<ImmutableArray<DnsRecord>> Sections =
        Gen.Choose(0, 5).SelectMany(count => Records.ArrayOf(count)).Select(records => records.ToImmutableArray());

    private static readonly Gen<DnsQuestion?> Questions = Gen.OneOf(
        Gen.Constant<DnsQuestion?>(null),
        from name in Names
        from type in Words
        from questionClass in Words
        select (DnsQuestion?)new DnsQuestion(name, (DnsType)type, (DnsClass)questionClass));

    private static readonly Gen<DnsEdns?> Supplements = Gen.OneOf(
        Gen.Constant<DnsEdns?>(null),
        from size in Words
        from version in Gen.Choose(0, 255)
        from dnssec in Gen.Elements(true, false)
        from options in Blobs
        select (DnsEdns?)new DnsEdns(size, (byte)version, dnssec) { Options = options });

    public static Gen<DnsMessage> Messages { get; } =
        from id in Words
        from flags in Gen.Elements(true, false).ArrayOf(7)
        from opcode in Gen.Choose(0, 15)
        from code in Gen.Choose(0, 4095)
        from question in Questions
        from sections in Sections.ArrayOf(3)
        from edns in Supplements
        select new DnsMessage
        {
            Id = id,
            Opcode = (DnsOpcode)opcode,
            IsResponse = flags[0],
            IsAuthoritative = flags[1],
            IsTruncated = flags[2],
            RecursionDesired = flags[3],
            RecursionAvailable = flags[4],
            AuthenticData = flags[5],
            CheckingDisabled = flags[6],
            ResponseCode = (DnsResponseCode)(edns is null ? code & 0xF : code),
            Question = question,
            Answers = sections[0],
            Authorities = sections[1],
            Additionals = sections[2],
            Edns = edns,
        };
}
