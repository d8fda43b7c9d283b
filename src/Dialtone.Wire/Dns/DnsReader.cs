using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dns;

/// <summary>Reads one message. The first fault stops it; after that nothing it returns means anything.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private DnsEdns? _edns;
    private int _responseCodeHigh;

    /// <summary>The first fault, if any.</summary>
    public DnsFault Fault { get; private set; }

    private readonly bool Failed => Fault.Kind != DnsFaultKind.None;

    /// <summary>The message, or null with <see cref="Fault"/> set.</summary>
    public DnsMessage? ReadMessage()
    {
        if (_message.Length > DnsLimits.MessageBytesMax)
        {
            return Fail(DnsFaultKind.MessageTooLong, DnsLimits.MessageBytesMax);
        }

        if (!DnsHeader.TryRead(_message, out var header))
        {
            return Fail(DnsFaultKind.EndsEarly, _message.Length);
        }

        var (questions, answers, authorities, additionals) = (Count(4), Count(6), Count(8), Count(10));
        if (questions > DnsLimits.QuestionsMax)
        {
            return Fail(DnsFaultKind.TooManyQuestions, 4);
        }

        if (answers + authorities + additionals > DnsLimits.RecordsMax)
        {
            return Fail(DnsFaultKind.TooManyRecords, 6);
        }

        _position = DnsLimits.HeaderBytes;
        var result = new DnsMessage
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
            Question = questions == 0 ? null : ReadQuestion(),
            Answers = ReadSection(answers, optAllowed: false),
            Authorities = ReadSection(authorities, optAllowed: false),
            Additionals = ReadSection(additionals, optAllowed: true),
        };
        return Failed ? null : result with
        {
            Edns = _edns,
            ResponseCode = (DnsResponseCode)((_responseCodeHigh << 4) | header.ResponseCodeLow),
        };
    }

    private readonly int Count(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_message[offset..]);

    private DnsQuestion ReadQuestion() => new(ReadName(), (DnsType)ReadUInt16(), (DnsClass)ReadUInt16());

    private ImmutableArray<DnsRecord> ReadSection(int count, bool optAllowed)
    {
        if (count == 0 || Failed)
        {
            return [];
        }

        var records = ImmutableArray.CreateBuilder<DnsRecord>();
        for (var i = 0; i < count && !Failed; i++)
        {
            if (ReadRecord(optAllowed) is { } record)
            {
                records.Add(record);
            }
        }

        return records.DrainToImmutable();
    }

    /// <summary>A record; null for OPT, which is kept apart, and after a fault.</summary>
    private DnsRecord? ReadRecord(bool optAllowed)
    {
        var start = _position;
        var owner = ReadName();
        var type = (DnsType)ReadUInt16();
        var recordClass = ReadUInt16();
        var ttl = ReadUInt32();
        var length = ReadUInt16();
        if (Failed)
        {
            return null;
        }

        if (length > _message.Length - _position)
        {
            return FailRecord(DnsFaultKind.EndsEarly, _message.Length);
        }

        if (type == DnsType.Opt)
        {
            if (!optAllowed || !owner.IsRoot)
            {
                return FailRecord(DnsFaultKind.MisplacedOpt, start);
            }

            ReadOpt(start, recordClass, ttl, length);
            return null;
        }

        var data = ReadData(type, (DnsClass)recordClass, length);
        return data is null
            ? null
            : new DnsRecord(owner, ttl > DnsLimits.TtlSecondsMax ? 0 : ttl, data, (DnsClass)recordClass);
    }

    private void ReadOpt(int start, ushort udpBytes, uint extended, int length)
    {
        if (_edns is not null)
        {
            Fail(DnsFaultKind.SecondOpt, start);
            return;
        }

        _responseCodeHigh = (int)(extended >> 24);
        _edns = new DnsEdns(udpBytes, (byte)(extended >> 16), (extended & 0x8000) != 0)
        {
            Options = ReadBytes(length).ToArray(),
        };
    }

    private DnsData? ReadData(DnsType type, DnsClass recordClass, int length)
    {
        var start = _position;
        var end = start + length;
        DnsData? data = recordClass != DnsClass.Internet ? Unknown(type, length) : type switch
        {
            DnsType.A => ReadAddress(length, 4) is { } v4 ? new DnsData.A(v4) : null,
            DnsType.Aaaa => ReadAddress(length, 16) is { } v6 ? new DnsData.Aaaa(v6) : null,
            DnsType.Cname => new DnsData.Cname(ReadName()),
            DnsType.Srv => new DnsData.Srv(ReadUInt16(), ReadUInt16(), ReadUInt16(), ReadName()),
            DnsType.Naptr => new DnsData.Naptr(
                ReadUInt16(), ReadUInt16(), ReadString(), ReadString(), ReadString(), ReadName()),
            DnsType.Soa => new DnsData.Soa(
                ReadName(), ReadName(), ReadUInt32(), ReadUInt32(), ReadUInt32(), ReadUInt32(), ReadUInt32()),
            _ => Unknown(type, length),
        };
        if (!Failed && _position != end)
        {
            Fail(DnsFaultKind.DataLengthWrong, start);
        }

        return Failed ? null : data;
    }

    private DnsData.Unknown Unknown(DnsType type, int length) => new(type, ReadBytes(length).ToArray());

    private IpAddress? ReadAddress(int length, int wanted)
    {
        if (length != wanted)
        {
            Fail(DnsFaultKind.DataLengthWrong, _position);
            return null;
        }

        _ = IpAddress.TryRead(ReadBytes(length), out var address);
        return address;
    }

    /// <summary>
    /// A name, its pointers followed. Each pointer must lead to before where the labels it ends began: places only get
    /// smaller, so that there is no loop whatever the bytes say.
    /// </summary>
    private DnsName ReadName()
    {
        Span<byte> labels = stackalloc byte[DnsLimits.NameBytesMax];
        var (start, used, hops) = (_position, 0, 0);
        var (position, runStart) = (_position, _position);
        while (!Failed)
        {
            if (position >= _message.Length)
            {
                Fail(DnsFaultKind.EndsEarly, _message.Length);
                break;
            }

            var length = _message[position];
            if (length == 0)
            {
                _position = hops == 0 ? position + 1 : _position;
                return DnsName.FromLabels(labels[..used]);
            }

            if (length >= 0xC0)
            {
                var target = PointerTarget(position, runStart, ++hops);
                _position = hops == 1 ? position + 2 : _position;
                (position, runStart) = (target, target);
            }
            else if (length > DnsLimits.LabelBytesMax)
            {
                Fail(DnsFaultKind.UnknownLabelKind, position);
            }
            else if (used + 1 + length + 1 > DnsLimits.NameBytesMax)
            {
                Fail(DnsFaultKind.NameTooLong, start);
            }
            else if (length >= _message.Length - position)
            {
                Fail(DnsFaultKind.EndsEarly, _message.Length);
            }
            else
            {
                _message.Slice(position, 1 + length).CopyTo(labels[used..]);
                used += 1 + length;
                position += 1 + length;
            }
        }

        return default;
    }

    private int PointerTarget(int position, int runStart, int hops)
    {
        if (position + 2 > _message.Length)
        {
            Fail(DnsFaultKind.EndsEarly, _message.Length);
            return 0;
        }

        var target = BinaryPrimitives.ReadUInt16BigEndian(_message[position..]) & DnsLimits.PointerTargetMax;
        if (target >= runStart || target < DnsLimits.HeaderBytes)
        {
            Fail(DnsFaultKind.PointerNotBackwards, position);
        }
        else if (hops > DnsLimits.PointerHopsMax)
        {
            Fail(DnsFaultKind.TooManyPointers, position);
        }

        return target;
    }

    private string ReadString()
    {
        var length = ReadBytes(1);
        return length.IsEmpty ? "" : Encoding.Latin1.GetString(ReadBytes(length[0]));
    }

    private ushort ReadUInt16()
    {
        var bytes = ReadBytes(2);
        return bytes.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private uint ReadUInt32()
    {
        var bytes = ReadBytes(4);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The next bytes; none after a fault.</summary>
    private ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (Failed)
        {
            return default;
        }

        if (count > _message.Length - _position)
        {
            Fail(DnsFaultKind.EndsEarly, _message.Length);
            return default;
        }

        var bytes = _message.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private DnsRecord? FailRecord(DnsFaultKind kind, int offset)
    {
        Fail(kind, offset);
        return null;
    }

    private DnsMessage? Fail(DnsFaultKind kind, int offset)
    {
        if (!Failed)
        {
            Fault = new DnsFault(kind, offset);
        }

        return null;
    }
}
