using System.Buffers.Binary;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dns;

/// <summary>The part of a message that a record stands in (RFC 1035 section 4.1).</summary>
public enum DnsSection : byte
{
    /// <summary>The answer.</summary>
    Answer,

    /// <summary>The authority section.</summary>
    Authority,

    /// <summary>The additional section.</summary>
    Additional,
}

/// <summary>
/// A resource record where it stands in a message (RFC 1035 section 3.2.1): a view, valid as long as the bytes. Its
/// data has the shape of its type. OPT is among them; its class and TTL mean something else (RFC 6891 section 6.1.2).
/// </summary>
public readonly ref struct DnsRecordView
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _owner;

    internal DnsRecordView(
        ReadOnlySpan<byte> message, int owner, DnsSection section, DnsType type, DnsClass recordClass, uint ttl,
        int dataOffset, int dataLength)
    {
        _message = message;
        _owner = owner;
        Section = section;
        Type = type;
        Class = recordClass;
        RawTtl = ttl;
        DataOffset = dataOffset;
        DataLength = dataLength;
    }

    /// <summary>The name that the record belongs to.</summary>
    public DnsNameView Owner => new(_message, _owner);

    /// <summary>The section that it stands in.</summary>
    public DnsSection Section { get; }

    /// <summary>The type.</summary>
    public DnsType Type { get; }

    /// <summary>The class; only data of the Internet class is read as more than bytes.</summary>
    public DnsClass Class { get; }

    /// <summary>
    /// How long it may be kept, in seconds; one with the top bit set is read as 0 (RFC 2181 section 8).
    /// </summary>
    public uint TtlSeconds => RawTtl > DnsLimits.TtlSecondsMax ? 0 : RawTtl;

    /// <summary>The data as it stands, compressed names included.</summary>
    public ReadOnlySpan<byte> Data => _message.Slice(DataOffset, DataLength);

    /// <summary>The four bytes that OPT uses for flags.</summary>
    internal uint RawTtl { get; }

    internal int DataOffset { get; }

    internal int DataLength { get; }

    /// <summary>The address of an A or AAAA record; false for others.</summary>
    public bool TryGetAddress(out IpAddress address)
    {
        address = default;
        return Class == DnsClass.Internet && Type is DnsType.A or DnsType.Aaaa && IpAddress.TryRead(Data, out address);
    }

    /// <summary>The name that an alias stands for; false for a record that is no CNAME.</summary>
    public bool TryGetAlias(out DnsNameView target)
    {
        var good = Class == DnsClass.Internet && Type == DnsType.Cname;
        target = good ? new(_message, DataOffset) : default;
        return good;
    }

    /// <summary>Where a service is (RFC 2782); false for a record that is no SRV.</summary>
    /// <param name="priority">Lower is tried first.</param>
    /// <param name="weight">Share among those of one priority.</param>
    /// <param name="port">The port of the service.</param>
    /// <param name="target">The host; the root says that there is decidedly none.</param>
    public bool TryGetService(out ushort priority, out ushort weight, out ushort port, out DnsNameView target)
    {
        if (Class != DnsClass.Internet || Type != DnsType.Srv)
        {
            (priority, weight, port) = (0, 0, 0);
            target = default;
            return false;
        }

        var data = Data;
        priority = BinaryPrimitives.ReadUInt16BigEndian(data);
        weight = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        port = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
        target = new(_message, DataOffset + 6);
        return true;
    }
}
