using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>
/// What is wrong with a publication: the body of a 409. The namespace of the element was seen nowhere; any is read.
/// </summary>
/// <param name="Code"><see cref="WrongDelta"/>, or another word.</param>
/// <param name="Wrong">The publications with a wrong version.</param>
public sealed record PublishFault(string Code, ImmutableArray<WrongVersion> Wrong)
{
    /// <summary>Versions are not the present ones.</summary>
    public const string WrongDelta = "Client.BadCall.WrongDelta";

    private const string Root = "Fault";

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out PublishFault? publishFault, out XmlFault fault)
    {
        publishFault = null;
        if (!XmlBody.TryOpen(body, Root, rootNamespace: null, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var code = "";
            var wrong = ImmutableArray.CreateBuilder<WrongVersion>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed("Faultcode"))
                {
                    code = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
                }
                else if (xml.IsNamed("details"))
                {
                    ReadDetails(xml, wrong);
                }
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            publishFault = new(code, wrong.DrainToImmutable());
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.ServiceFault);
        xml.Writer.WriteElementString("Faultcode", PresenceNamespaces.ServiceFault, Code);
        xml.Writer.WriteStartElement("details", PresenceNamespaces.ServiceFault);
        foreach (var one in Wrong)
        {
            xml.Writer.WriteStartElement("operation", PresenceNamespaces.ServiceFault);
            PresenceXml.Write(xml.Writer, "index", one.Index);
            PresenceXml.Write(xml.Writer, "curVersion", one.Current);
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(PublishFault? other) =>
        other is not null && Code == other.Code && Wrong.AsSpan().SequenceEqual(other.Wrong.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Wrong.Length);

    private static void ReadDetails(XmlBody xml, ImmutableArray<WrongVersion>.Builder wrong)
    {
        for (var details = xml.Here; xml.NextChild(details);)
        {
            // An operation without a present version says nothing that could be mended.
            if (!xml.IsNamed("operation") || PresenceXml.NumberIfAny(xml, "curVersion") is not { } current)
            {
                continue;
            }

            if (wrong.Count == PresenceLimits.PublicationsMax)
            {
                xml.Fail(XmlFaultKind.TooMany, xml.Name);
                break;
            }

            wrong.Add(new(PresenceXml.Number(xml, "index"), current));
        }
    }
}
