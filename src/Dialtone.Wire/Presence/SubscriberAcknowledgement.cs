using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>The user has taken note of subscribers: the body of a SERVICE.</summary>
/// <param name="Addresses">Who they are, without <c>sip:</c>.</param>
public sealed record SubscriberAcknowledgement(ImmutableArray<string> Addresses)
{
    private const string Root = "setSubscribers";
    private const string Subscriber = "subscriber";

    /// <summary>
    /// Reads a body: those that are acknowledged in it. Elements and attributes of others are passed over.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out SubscriberAcknowledgement? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.Subscribers, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var addresses = ImmutableArray.CreateBuilder<string>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (!xml.IsNamed(Subscriber) || PresenceXml.FlagIfAny(xml, "acknowledged") == false)
                {
                    continue;
                }

                if (addresses.Count == PresenceLimits.SubscribersMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, Subscriber);
                    break;
                }

                addresses.Add(PresenceXml.Address(xml, "user"));
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = new(addresses.DrainToImmutable());
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.Subscribers);
        foreach (var address in Addresses)
        {
            xml.Writer.WriteStartElement(Subscriber, PresenceNamespaces.Subscribers);
            xml.Writer.WriteAttributeString("user", address);
            PresenceXml.Write(xml.Writer, "acknowledged", value: true);
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(SubscriberAcknowledgement? other) =>
        other is not null && Addresses.AsSpan().SequenceEqual(other.Addresses.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Addresses.Length;
}
