using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dns;

/// <summary>Makes a <see cref="DnsMessage"/> of what a <see cref="DnsMessageReader"/> reads.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private DnsEdns? _edns;
    private int _responseCodeHigh;

    /// <summary>The message, or null with the fault set.</summary>
    public DnsMessage? ReadMessage(out DnsFault fault)
    {
        if (!DnsMessageReader.TryBegin(_message, out var reader, out fault))
        {
            return null;
        }

        ImmutableArray<DnsRecord>.Builder? answers = null, authorities = null, additionals = null;
        while (reader.TryNext(out var record))
        {
            if (record.Type == DnsType.Opt)
            {
                ReadOpt(record);
                continue;
            }

            var section = record.Section switch
            {
                DnsSection.Answer => answers ??= ImmutableArray.CreateBuilder<DnsRecord>(),
                DnsSection.Authority => authorities ??= ImmutableArray.CreateBuilder<DnsRecord>(),
                _ => additionals ??= ImmutableArray.CreateBuilder<DnsRecord>(),
            };
            section.Add(new(record.Owner.ToName(), record.TtlSeconds, ReadData(record), record.Class));
        }

        fault = reader.Fault;
        var header = reader.Header;
        return fault.Kind != DnsFaultKind.None ? null : new DnsMessage
        {
            Id = header.Id,
            Opcode = header.Opcode,
            IsResponse = header.IsResponse,
            IsAuthoritative = (header.Flags & DnsHeader.Authoritative) != 0,
            IsTruncated = header.IsTruncated,
            RecursionDesired = (header.Flags & DnsHeader.Desired) != 0,
            RecursionAvailable = (header.Flags & DnsHeader.Available) != 0,
            AuthenticData = (header.Flags & DnsHeader.Authentic) != 0,
            CheckingDisabled = (header.Flags & DnsHeader.NoChecking) != 0,
            ResponseCode = (DnsResponseCode)((_responseCodeHigh << 4) | header.ResponseCodeLow),
            Question = reader.HasQuestion
                ? new(reader.QuestionName.ToName(), reader.QuestionType, reader.QuestionClass)
                : null,
            Answers = answers?.DrainToImmutable() ?? [],
            Authorities = authorities?.DrainToImmutable() ?? [],
            Additionals = additionals?.DrainToImmutable() ?? [],
            Edns = _edns,
        };
    }

    private void ReadOpt(in DnsRecordView record)
    {
        _responseCodeHigh = (int)(record.RawTtl >> 24);
        _edns = new((ushort)record.Class, (byte)(record.RawTtl >> 16), (record.RawTtl & 0x8000) != 0)
        {
            Options = record.Data.ToArray(),
        };
    }

    // The shape of the data has been seen to: no fault is met here.
    private readonly DnsData ReadData(in DnsRecordView record)
    {
        var cursor = new DnsCursor(_message, record.DataOffset);
        return record.Class != DnsClass.Internet ? Unknown(record) : record.Type switch
        {
            DnsType.A => new DnsData.A(Address(record)),
            DnsType.Aaaa => new DnsData.Aaaa(Address(record)),
            DnsType.Cname => new DnsData.Cname(cursor.ReadName().ToName()),
            DnsType.Srv => new DnsData.Srv(
                cursor.ReadUInt16(), cursor.ReadUInt16(), cursor.ReadUInt16(), cursor.ReadName().ToName()),
            DnsType.Naptr => new DnsData.Naptr(
                cursor.ReadUInt16(), cursor.ReadUInt16(), Text(ref cursor), Text(ref cursor), Text(ref cursor),
                cursor.ReadName().ToName()),
            DnsType.Soa => new DnsData.Soa(
                cursor.ReadName().ToName(), cursor.ReadName().ToName(), cursor.ReadUInt32(), cursor.ReadUInt32(),
                cursor.ReadUInt32(), cursor.ReadUInt32(), cursor.ReadUInt32()),
            _ => Unknown(record),
        };
    }

    private static string Text(ref DnsCursor cursor) => Encoding.Latin1.GetString(cursor.ReadString());

    private static IpAddress Address(in DnsRecordView record)
    {
        _ = record.TryGetAddress(out var address);
        return address;
    }

    private static DnsData.Unknown Unknown(in DnsRecordView record) => new(record.Type, record.Data.ToArray());
}
