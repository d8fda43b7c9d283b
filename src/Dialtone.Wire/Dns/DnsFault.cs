namespace Dialtone.Wire.Dns;

/// <summary>What is wrong with the bytes of a DNS message.</summary>
public enum DnsFaultKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes end before the message does.</summary>
    EndsEarly,

    /// <summary>More than <see cref="DnsLimits.MessageBytesMax"/> bytes.</summary>
    MessageTooLong,

    /// <summary>More than <see cref="DnsLimits.QuestionsMax"/> questions.</summary>
    TooManyQuestions,

    /// <summary>More than <see cref="DnsLimits.RecordsMax"/> records.</summary>
    TooManyRecords,

    /// <summary>
    /// A name of more than <see cref="DnsLimits.NameBytesMax"/> bytes once its pointers are followed.
    /// </summary>
    NameTooLong,

    /// <summary>
    /// A label whose two top bits are 01 or 10, which no standard defines any more (RFC 6891 section 5).
    /// </summary>
    UnknownLabelKind,

    /// <summary>
    /// A compression pointer that does not point strictly backwards, or points into the header. RFC 1035 section 4.1.4
    /// speaks of a <em>prior</em> occurrence; holding to it makes loops impossible.
    /// </summary>
    PointerNotBackwards,

    /// <summary>More than <see cref="DnsLimits.PointerHopsMax"/> pointers in one name.</summary>
    TooManyPointers,

    /// <summary>The data of a record is not as long as its type says: an A record of three bytes, say.</summary>
    DataLengthWrong,

    /// <summary>A second OPT record (RFC 6891 section 6.1.1).</summary>
    SecondOpt,

    /// <summary>
    /// An OPT record that is not in the additional section or not owned by the root (RFC 6891 section 6.1).
    /// </summary>
    MisplacedOpt,
}

/// <summary>Why bytes are not a DNS message, and where.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">The byte, from the start of the message, of the item that is wrong.</param>
public readonly record struct DnsFault(DnsFaultKind Kind, int Offset)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} at byte {Offset}";
}
