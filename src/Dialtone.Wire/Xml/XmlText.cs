using System.Text;
using System.Xml;

namespace Dialtone.Wire.Xml;

/// <summary>A body that is being written: UTF-8 without a mark and without a declaration.</summary>
internal sealed class XmlText : IDisposable
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        // A carriage return that was written as an entity is one again when it is read.
        NewLineHandling = NewLineHandling.Entitize,
    };

    private readonly MemoryStream _bytes = new();

    /// <summary>Begins a body.</summary>
    public XmlText() => Writer = XmlWriter.Create(_bytes, Settings);

    /// <summary>Writes it.</summary>
    public XmlWriter Writer { get; }

    /// <summary>What was written.</summary>
    public byte[] ToBytes()
    {
        Writer.Flush();
        return _bytes.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        _bytes.Dispose();
    }
}
