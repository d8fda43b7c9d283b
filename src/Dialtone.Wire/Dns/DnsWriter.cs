using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dns;

/// <summary>Writes one message. When the room runs out it stops writing and <see cref="Fits"/> turns false.</summary>
internal ref struct DnsWriter(Span<byte> destination, DnsCompression compression)
{
    private const int PlacesMax = 64;

    private readonly Span<byte> _destination = destination;
    private readonly DnsCompression _compression = compression;

    // Where names, and their endings, stand in the message; what does not fit is not pointed to.
    private Places _places;
    private int _placeCount;

    /// <summary>Whether everything so far fitted.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>Writes all of it.</summary>
    public void WriteMessage(DnsMessage message)
    {
        var code = (int)message.ResponseCode;
        if (code > (message.Edns is null ? 0xF : 0xFFF))
        {
            throw new InvalidOperationException($"Response code {code} needs more bits than the message has.");
        }

        WriteUInt16(message.Id);
        WriteUInt16(Flags(message));
        WriteCount(message.Question is null ? 0 : 1);
        WriteCount(message.Answers.Length);
        WriteCount(message.Authorities.Length);
        WriteCount(message.Additionals.Length + (message.Edns is null ? 0 : 1));
        if (message.Question is { } question)
        {
            WriteName(question.Name, _compression != DnsCompression.None);
            WriteUInt16((ushort)question.Type);
            WriteUInt16((ushort)question.Class);
        }

        WriteRecords(message.Answers.AsSpan());
        WriteRecords(message.Authorities.AsSpan());
        WriteRecords(message.Additionals.AsSpan());
        if (message.Edns is { } edns)
        {
            WriteOpt(edns, code >> 4);
        }
    }

    private static ushort Flags(DnsMessage message) => (ushort)(
        (message.IsResponse ? DnsHeader.Response : 0)
        | (((int)message.Opcode & 0xF) << 11)
        | (message.IsAuthoritative ? DnsHeader.Authoritative : 0)
        | (message.IsTruncated ? DnsHeader.Truncated : 0)
        | (message.RecursionDesired ? DnsHeader.Desired : 0)
        | (message.RecursionAvailable ? DnsHeader.Available : 0)
        | (message.AuthenticData ? DnsHeader.Authentic : 0)
        | (message.CheckingDisabled ? DnsHeader.NoChecking : 0)
        | ((int)message.ResponseCode & 0xF));

    private void WriteCount(int count) => WriteUInt16(
        count <= DnsLimits.RecordsMax
            ? (ushort)count
            : throw new InvalidOperationException($"A message of more than {DnsLimits.RecordsMax} records."));

    private void WriteRecords(ReadOnlySpan<DnsRecord> records)
    {
        foreach (var record in records)
        {
            WriteName(record.Owner, _compression != DnsCompression.None);
            WriteUInt16((ushort)record.Type);
            WriteUInt16((ushort)record.Class);
            WriteUInt32(record.TtlSeconds);
            var lengthAt = Length;
            WriteUInt16(0);
            WriteData(record.Data);
            WriteLength(lengthAt);
        }
    }

    private void WriteOpt(DnsEdns edns, int responseCodeHigh)
    {
        WriteName(default, compress: false);
        WriteUInt16((ushort)DnsType.Opt);
        WriteUInt16(edns.UdpBytes);
        WriteUInt32(((uint)responseCodeHigh << 24) | ((uint)edns.Version << 16) | (edns.DnssecOk ? 0x8000u : 0));
        WriteUInt16((ushort)edns.Options.Length);
        WriteBytes(edns.Options.Span);
    }

    private void WriteData(DnsData data)
    {
        var compress = _compression != DnsCompression.None;
        switch (data)
        {
            case DnsData.A a:
                WriteAddress(a.Address, 4);
                break;
            case DnsData.Aaaa aaaa:
                WriteAddress(aaaa.Address, 16);
                break;
            case DnsData.Cname cname:
                WriteName(cname.Target, compress);
                break;
            case DnsData.Srv srv:
                WriteUInt16(srv.Priority);
                WriteUInt16(srv.Weight);
                WriteUInt16(srv.Port);
                WriteName(srv.Target, _compression == DnsCompression.SrvTargetsToo);
                break;
            case DnsData.Naptr naptr:
                WriteUInt16(naptr.Order);
                WriteUInt16(naptr.Preference);
                WriteString(naptr.Flags);
                WriteString(naptr.Services);
                WriteString(naptr.Regexp);
                WriteName(naptr.Replacement, compress: false);
                break;
            case DnsData.Soa soa:
                WriteName(soa.PrimaryServer, compress);
                WriteName(soa.Mailbox, compress);
                WriteUInt32(soa.Serial);
                WriteUInt32(soa.RefreshSeconds);
                WriteUInt32(soa.RetrySeconds);
                WriteUInt32(soa.ExpireSeconds);
                WriteUInt32(soa.MinimumSeconds);
                break;
            case DnsData.Unknown unknown:
                WriteBytes(unknown.Bytes.Span);
                break;
        }
    }

    private void WriteAddress(IpAddress address, int length)
    {
        // An IPv4-mapped address in an AAAA record is held as IPv4 and keeps its record's type.
        Span<byte> bytes = stackalloc byte[16];
        var written = address.Write(bytes);
        if (written == 4 && length == 16)
        {
            bytes[..4].CopyTo(bytes[12..]);
            bytes[..10].Clear();
            bytes[10] = bytes[11] = 0xFF;
        }
        else if (written != length)
        {
            throw new InvalidOperationException($"{address} does not belong into a record of {length} bytes.");
        }

        WriteBytes(bytes[..length]);
    }

    /// <summary>A name, ended by a pointer to the longest ending that already stands in the message.</summary>
    private void WriteName(DnsName name, bool compress)
    {
        Span<byte> labels = stackalloc byte[DnsLimits.NameBytesMax];
        var all = labels[..name.WriteLabels(labels)];
        for (var position = 0; all[position] != 0; position += 1 + all[position])
        {
            if (compress && PlaceOf(all[position..]) is >= 0 and var place)
            {
                WriteUInt16((ushort)(0xC000 | place));
                return;
            }

            if (_placeCount < PlacesMax && Length <= DnsLimits.PointerTargetMax)
            {
                _places[_placeCount++] = (ushort)Length;
            }

            WriteBytes(all.Slice(position, 1 + all[position]));
        }

        WriteBytes([0]);
    }

    /// <summary>Where an ending stands; -1 for nowhere.</summary>
    private readonly int PlaceOf(ReadOnlySpan<byte> ending)
    {
        for (var i = 0; Fits && i < _placeCount; i++)
        {
            if (Stands(ending, _places[i]))
            {
                return _places[i];
            }
        }

        return -1;
    }

    private readonly bool Stands(ReadOnlySpan<byte> ending, int place)
    {
        while (true)
        {
            // Only the name that is being written has not reached its end: it can be no ending of itself.
            if (place >= Length)
            {
                return false;
            }

            var length = _destination[place];
            if (length >= 0xC0)
            {
                place = ((length & 0x3F) << 8) | _destination[place + 1];
                continue;
            }

            if (!ending.StartsWith(_destination.Slice(place, 1 + length)))
            {
                return false;
            }

            if (length == 0)
            {
                return true;
            }

            place += 1 + length;
            ending = ending[(1 + length)..];
        }
    }

    private void WriteString(string text)
    {
        if (text.Length > byte.MaxValue)
        {
            throw new InvalidOperationException("A string of more than 255 bytes.");
        }

        Span<byte> bytes = stackalloc byte[1 + byte.MaxValue];
        bytes[0] = (byte)text.Length;
        WriteBytes(bytes[..(1 + Encoding.Latin1.GetBytes(text, bytes[1..]))]);
    }

    private void WriteUInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        WriteBytes(bytes);
    }

    private void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        WriteBytes(bytes);
    }

    private readonly void WriteLength(int lengthAt)
    {
        if (Fits)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_destination[lengthAt..], (ushort)(Length - lengthAt - 2));
        }
    }

    [InlineArray(PlacesMax)]
    private struct Places
    {
        private ushort _first;
    }

    private void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        Fits = Fits && bytes.TryCopyTo(_destination[Length..]);
        Length += Fits ? bytes.Length : 0;
    }
}
