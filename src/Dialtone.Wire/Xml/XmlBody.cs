using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using System.Xml;

namespace Dialtone.Wire.Xml;

/// <summary>An element that is being read: how deep it stands, and whether anything can be in it.</summary>
internal readonly record struct XmlPlace(int Depth, bool IsEmpty);

/// <summary>
/// The body of a SIP message as XML, read once from its beginning to its end by the platform's reader, within
/// <see cref="XmlLimits"/>. What is wrong with it stops the reading and stays in <see cref="Fault"/>: a caller goes on
/// to its own end, and looks there.
/// </summary>
internal sealed class XmlBody : IDisposable
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private readonly string _text;
    private readonly int _textOffset;
    private readonly StringReader _characters;
    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _position;

    // The line that was looked for last and where it begins: faults and pieces of source come in order.
    private int _line = 1;
    private int _lineStart;
    private int _elements;

    private XmlBody(string text, int textOffset)
    {
        _text = text;
        _textOffset = textOffset;
        _characters = new StringReader(text);
        _reader = XmlReader.Create(_characters, Settings);
        _position = (IXmlLineInfo)_reader;
    }

    /// <summary>The first thing that was wrong; of the kind <see cref="XmlFaultKind.None"/> until then.</summary>
    public XmlFault Fault { get; private set; }

    /// <summary>Whether nothing was wrong up to here.</summary>
    public bool IsSound => Fault.Kind == XmlFaultKind.None;

    /// <summary>The name of the element, without its prefix.</summary>
    public string Name => _reader.LocalName;

    /// <summary>The namespace of the element; empty without one.</summary>
    public string Namespace => _reader.NamespaceURI;

    /// <summary>The element that the reader has come to.</summary>
    public XmlPlace Here => new(_reader.Depth, _reader.IsEmptyElement);

    /// <summary>Opens a body and comes to its outermost element.</summary>
    /// <param name="bytes">The body.</param>
    /// <param name="root">The name that the element must have, in any case.</param>
    /// <param name="rootNamespace">
    /// The namespace that it must have; none at all is accepted too. <c>null</c> for any.
    /// </param>
    /// <param name="body">The body.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryOpen(
        ReadOnlySpan<byte> bytes, string root, string? rootNamespace, [NotNullWhen(true)] out XmlBody? body,
        out XmlFault fault)
    {
        body = null;
        if (!TryDecode(bytes, out var text, out var textOffset, out fault))
        {
            return false;
        }

        body = new XmlBody(text, textOffset);
        if (!body.ReadNode() || !body.IsNamed(root)
            || !(rootNamespace is null || body.Namespace.Length == 0 || body.Namespace == rootNamespace))
        {
            body.Fail(XmlFaultKind.WrongRoot, body.Name);
        }

        if (body.IsSound)
        {
            return true;
        }

        fault = body.Fault;
        body.Dispose();
        body = null;
        return false;
    }

    /// <summary>Whether the element has that name, without regard to case.</summary>
    public bool IsNamed(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Goes on to the next element right inside <paramref name="parent"/>, past whatever is left of the one before;
    /// false when there is none, and at a fault.
    /// </summary>
    public bool NextChild(XmlPlace parent)
    {
        while (!parent.IsEmpty && ReadNode())
        {
            if (_reader.Depth <= parent.Depth)
            {
                return false;
            }

            if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == parent.Depth + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads to the end of the body, of which only white space, comments and the like are left.</summary>
    public bool TryFinish(out XmlFault fault)
    {
        while (ReadNode())
        {
        }

        fault = Fault;
        return IsSound;
    }

    /// <summary>
    /// The text of the element, without the white space around it, read to the element's end. Elements in it are
    /// passed over.
    /// </summary>
    public string Text() => Text(out _);

    /// <inheritdoc cref="Text()"/>
    /// <param name="hasElements">Whether there were elements in it.</param>
    public string Text(out bool hasElements)
    {
        hasElements = false;
        var place = Here;
        var first = "";
        StringBuilder? all = null;
        while (!place.IsEmpty && ReadNode() && _reader.Depth > place.Depth)
        {
            hasElements |= _reader.NodeType == XmlNodeType.Element;
            if (_reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA) || _reader.Depth > place.Depth + 1)
            {
                continue;
            }

            // Nearly always there is one piece: comments and CDATA sections make more.
            if (first.Length == 0)
            {
                first = Value();
            }
            else
            {
                all = (all ?? new StringBuilder(first)).Append(Value());
            }
        }

        return (all?.ToString() ?? first).Trim();
    }

    /// <summary>
    /// As <see cref="Text(out bool)"/>; where elements are in it, the whole element as it stands in the source, with
    /// its tags.
    /// </summary>
    public string TextOrSource(out bool isSource)
    {
        var start = _reader.IsEmptyElement ? 0 : Index(_position.LineNumber, _position.LinePosition) - 1;
        var text = Text(out isSource);
        return isSource && IsSound ? SourceFrom(start) : text;
    }

    /// <summary>
    /// The element as it stands in the source, with its tags, read to its end; empty for one without an end tag, and at
    /// a fault.
    /// </summary>
    public string Source()
    {
        var isEmpty = _reader.IsEmptyElement;
        var start = isEmpty ? 0 : Index(_position.LineNumber, _position.LinePosition) - 1;
        _ = Text();
        return isEmpty || !IsSound ? "" : SourceFrom(start);
    }

    /// <summary>
    /// The value of an attribute without a namespace, its name in any case; null where there is none.
    /// </summary>
    public string? Attribute(string name) => Attribute(name, "");

    /// <inheritdoc cref="Attribute(string)"/>
    /// <param name="name">The name.</param>
    /// <param name="space">Its namespace; empty for none.</param>
    public string? Attribute(string name, string space)
    {
        string? value = null;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI == space
                && string.Equals(_reader.LocalName, name, StringComparison.OrdinalIgnoreCase))
            {
                value ??= Value().Trim();
            }
        }

        _ = _reader.MoveToElement();
        return value;
    }

    /// <summary>
    /// As <see cref="Attribute(string)"/>, of at most <paramref name="lengthMax"/> characters; without it, or longer,
    /// is a fault and empty.
    /// </summary>
    public string RequiredAttribute(string name, int lengthMax)
    {
        var value = Attribute(name);
        if (value is null || value.Length > lengthMax)
        {
            Fail(value is null ? XmlFaultKind.Missing : XmlFaultKind.InvalidValue, name);
        }

        return IsSound ? value! : "";
    }

    /// <summary>Notes a fault at this place, if none was noted before; nothing is read after it.</summary>
    public void Fail(XmlFaultKind kind, string name) =>
        FailAt(kind, Index(_position.LineNumber, _position.LinePosition), name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _characters.Dispose();
    }

    // The reader stands at the end tag.
    private string SourceFrom(int start)
    {
        var end = Index(_position.LineNumber, _position.LinePosition);
        return _text[start..(_text.IndexOf('>', end) + 1)];
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out int textOffset, out XmlFault fault)
    {
        text = "";
        textOffset = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        fault = bytes.Length switch
        {
            0 => new(XmlFaultKind.Empty, 0, ""),
            > XmlLimits.BodyBytesMax => new(XmlFaultKind.TooLong, XmlLimits.BodyBytesMax, ""),
            _ => default,
        };
        if (fault.Kind != XmlFaultKind.None)
        {
            return false;
        }

        var rest = bytes[textOffset..];
        var characters = ArrayPool<char>.Shared.Rent(rest.Length);
        var status = Utf8.ToUtf16(rest, characters, out var read, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
        {
            text = new string(characters, 0, written);
        }
        else
        {
            fault = new(XmlFaultKind.NotUtf8, textOffset + read, "");
        }

        ArrayPool<char>.Shared.Return(characters);
        return status == OperationStatus.Done;
    }

    /// <summary>Goes on to the next piece; false at the end and at a fault.</summary>
    private bool ReadNode()
    {
        try
        {
            if (!IsSound)
            {
                return false;
            }

            if (!_reader.Read() || (_reader.NodeType == XmlNodeType.XmlDeclaration && !_reader.Read()))
            {
                return false;
            }
        }
        catch (XmlException broken)
        {
            FailAs(broken);
            return false;
        }

        if (_reader.NodeType == XmlNodeType.Element)
        {
            CheckElement();
        }

        return IsSound;
    }

    private void CheckElement()
    {
        if (++_elements > XmlLimits.ElementsMax)
        {
            Fail(XmlFaultKind.TooManyElements, Name);
        }
        else if (_reader.Depth >= XmlLimits.DepthMax)
        {
            Fail(XmlFaultKind.TooDeep, Name);
        }
        else if (_reader.AttributeCount > XmlLimits.AttributesMax)
        {
            Fail(XmlFaultKind.TooManyAttributes, Name);
        }
    }

    // Text is read to its end only when somebody asks for it.
    private string Value()
    {
        try
        {
            return IsSound ? _reader.Value : "";
        }
        catch (XmlException broken)
        {
            FailAs(broken);
            return "";
        }
    }

    private void FailAs(XmlException broken)
    {
        // The platform names no place where it meets a document type declaration.
        var declaration = broken.LineNumber > 0 ? -1 : _text.IndexOf("<!DOCTYPE", StringComparison.Ordinal);
        if (declaration >= 0)
        {
            FailAt(XmlFaultKind.DocumentType, declaration, "");
        }
        else
        {
            FailAt(XmlFaultKind.NotWellFormed, Index(broken.LineNumber, broken.LinePosition), "");
        }
    }

    private void FailAt(XmlFaultKind kind, int index, string name)
    {
        if (IsSound)
        {
            var seen = name.Length > XmlLimits.NameSeenMax ? name[..XmlLimits.NameSeenMax] : name;
            Fault = new(kind, _textOffset + Encoding.UTF8.GetByteCount(_text.AsSpan(0, index)), seen);
        }
    }

    // A line ends with CR, LF or both (XML 1.0 section 2.11); lines and columns count from 1.
    private int Index(int line, int column)
    {
        if (line < _line)
        {
            (_line, _lineStart) = (1, 0);
        }

        while (_line < line)
        {
            var length = _text.AsSpan(_lineStart).IndexOfAny('\r', '\n');
            if (length < 0)
            {
                break;
            }

            _lineStart += length;
            _lineStart += _text.AsSpan(_lineStart).StartsWith("\r\n") ? 2 : 1;
            _line++;
        }

        return Math.Clamp(_lineStart + column - 1, 0, _text.Length);
    }
}
