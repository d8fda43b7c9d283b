using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>What of one's own is asked for: the body of the SUBSCRIBE to <c>vnd-microsoft-roaming-self</c>.</summary>
/// <param name="Kinds"><c>categories</c>, <c>containers</c>, <c>subscribers</c>, and others, in their order.</param>
public sealed record RoamingRequest(ImmutableArray<string> Kinds)
{
    private const string Root = "roamingList";
    private const string Roaming = "roaming";
    private const int KindsMax = 16;

    /// <summary>What a phone asks for.</summary>
    public static RoamingRequest OfPhone { get; } = new(["categories", "containers", "subscribers"]);

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out RoamingRequest? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.RoamingSelf, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var kinds = ImmutableArray.CreateBuilder<string>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (!xml.IsNamed(Roaming))
                {
                    continue;
                }

                if (kinds.Count == KindsMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, Roaming);
                    break;
                }

                kinds.Add(xml.RequiredAttribute("type", PresenceLimits.NameLengthMax));
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = new(kinds.DrainToImmutable());
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.RoamingSelf);
        foreach (var kind in Kinds)
        {
            xml.Writer.WriteStartElement(Roaming, PresenceNamespaces.RoamingSelf);
            xml.Writer.WriteAttributeString("type", kind);
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(RoamingRequest? other) =>
        other is not null && Kinds.AsSpan().SequenceEqual(other.Kinds.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Kinds.Length;
}
