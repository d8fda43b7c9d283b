using System.Buffers.Binary;

namespace Dialtone.Wire.Dns;

/// <summary>
/// Reads a message record by record and keeps nothing: <see cref="DnsMessage"/> is made with it, and so may be whatever
/// needs less.
/// <code>
/// if (DnsMessageReader.TryBegin(bytes, out var reader, out var fault)) { … }
/// while (reader.TryNext(out var record)) { … }
/// if (reader.Fault.Kind != DnsFaultKind.None) { … }
/// </code>
/// </summary>
public ref struct DnsMessageReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _answers;
    private readonly int _authorities;
    private readonly int _records;
    private DnsCursor _cursor;
    private int _next;
    private bool _hasOpt;

    private DnsMessageReader(ReadOnlySpan<byte> message, DnsHeader header)
    {
        _message = message;
        Header = header;
        _answers = Count(message, 6);
        _authorities = _answers + Count(message, 8);
        _records = _authorities + Count(message, 10);
        _cursor = new(message, DnsLimits.HeaderBytes);
    }

    /// <summary>Identifier and flags.</summary>
    public DnsHeader Header { get; }

    /// <summary>Whether there is a question.</summary>
    public bool HasQuestion { get; private set; }

    /// <summary>The name asked about; the root without a question.</summary>
    public DnsNameView QuestionName => HasQuestion ? new(_message, DnsLimits.HeaderBytes) : default;

    /// <summary>The type of records asked for.</summary>
    public DnsType QuestionType { get; private set; }

    /// <summary>The class asked for.</summary>
    public DnsClass QuestionClass { get; private set; }

    /// <summary>What stopped the reading, once <see cref="TryNext"/> has answered false.</summary>
    public readonly DnsFault Fault => _cursor.Fault;

    /// <summary>Reads header and question.</summary>
    /// <param name="message">One datagram, or one message from a stream without its length. Borrowed.</param>
    /// <param name="reader">Stands before the first record; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, and at which byte.</param>
    public static bool TryBegin(ReadOnlySpan<byte> message, out DnsMessageReader reader, out DnsFault fault)
    {
        reader = default;
        if (message.Length > DnsLimits.MessageBytesMax)
        {
            fault = new(DnsFaultKind.MessageTooLong, DnsLimits.MessageBytesMax);
            return false;
        }

        if (!DnsHeader.TryRead(message, out var header))
        {
            fault = new(DnsFaultKind.EndsEarly, message.Length);
            return false;
        }

        reader = new(message, header);
        var questions = Count(message, 4);
        if (questions > DnsLimits.QuestionsMax || reader._records > DnsLimits.RecordsMax)
        {
            fault = questions > DnsLimits.QuestionsMax
                ? new(DnsFaultKind.TooManyQuestions, 4)
                : new(DnsFaultKind.TooManyRecords, 6);
            return false;
        }

        if (questions > 0)
        {
            reader.ReadQuestion();
        }

        fault = reader.Fault;
        return fault.Kind == DnsFaultKind.None;
    }

    /// <summary>Reads the next record; false at the end and at a fault.</summary>
    public bool TryNext(out DnsRecordView record)
    {
        record = default;
        if (_next == _records || _cursor.Failed)
        {
            return false;
        }

        var section = _next < _answers ? DnsSection.Answer
            : _next < _authorities ? DnsSection.Authority : DnsSection.Additional;
        _next++;
        var start = _cursor.Position;
        var owner = _cursor.ReadName();
        var type = (DnsType)_cursor.ReadUInt16();
        var recordClass = (DnsClass)_cursor.ReadUInt16();
        var ttl = _cursor.ReadUInt32();
        var length = _cursor.ReadUInt16();
        if (_cursor.Failed)
        {
            return false;
        }

        var dataOffset = _cursor.Position;
        if (length > _message.Length - dataOffset)
        {
            return _cursor.Fail(DnsFaultKind.EndsEarly, _message.Length);
        }

        if (type == DnsType.Opt && !IsOptInPlace(section, owner, start))
        {
            return false;
        }

        if (!SkipData(type, type == DnsType.Opt ? DnsClass.None : recordClass, length))
        {
            return false;
        }

        record = new(_message, start, section, type, recordClass, ttl, dataOffset, length);
        return true;
    }

    private static int Count(ReadOnlySpan<byte> message, int offset) =>
        BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);

    private void ReadQuestion()
    {
        HasQuestion = true;
        _ = _cursor.ReadName();
        QuestionType = (DnsType)_cursor.ReadUInt16();
        QuestionClass = (DnsClass)_cursor.ReadUInt16();
    }

    private bool IsOptInPlace(DnsSection section, DnsNameView owner, int start)
    {
        if (section != DnsSection.Additional || !owner.IsRoot)
        {
            return _cursor.Fail(DnsFaultKind.MisplacedOpt, start);
        }

        var second = _hasOpt;
        _hasOpt = true;
        return !second || _cursor.Fail(DnsFaultKind.SecondOpt, start);
    }

    /// <summary>Goes over the data and sees that it has the shape of its type.</summary>
    private bool SkipData(DnsType type, DnsClass recordClass, int length)
    {
        var start = _cursor.Position;
        switch (recordClass == DnsClass.Internet ? type : DnsType.None)
        {
            case DnsType.A when length != 4:
            case DnsType.Aaaa when length != 16:
                return _cursor.Fail(DnsFaultKind.DataLengthWrong, start);
            case DnsType.Cname:
                _ = _cursor.ReadName();
                break;
            case DnsType.Srv:
                _ = _cursor.ReadBytes(6);
                _ = _cursor.ReadName();
                break;
            case DnsType.Naptr:
                _ = _cursor.ReadUInt32();
                _ = _cursor.ReadString();
                _ = _cursor.ReadString();
                _ = _cursor.ReadString();
                _ = _cursor.ReadName();
                break;
            case DnsType.Soa:
                _ = _cursor.ReadName();
                _ = _cursor.ReadName();
                _ = _cursor.ReadBytes(20);
                break;
            default:
                _ = _cursor.ReadBytes(length);
                break;
        }

        return !_cursor.Failed
            && (_cursor.Position == start + length || _cursor.Fail(DnsFaultKind.DataLengthWrong, start));
    }
}
