using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Mras;

/// <summary>
/// The body of a SERVICE that asks the Media Relay Authentication Service for credentials (MS-AVEDGEA section 2.2).
/// </summary>
public sealed record MrasRequest
{
    /// <summary>The type of the body of request and answer.</summary>
    public const string ContentType = "application/msrtc-media-relay-auth+xml";

    internal const string Namespace = "http://schemas.microsoft.com/2006/09/sip/mrasp";

    /// <summary>The asker's own name for it, which the answer repeats.</summary>
    public required string Id { get; init; }

    /// <summary>The version of the protocol.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>The SIP URI of the user.</summary>
    public required string From { get; init; }

    /// <summary>The SIP URI of the service.</summary>
    public required string To { get; init; }

    /// <summary>How the relays are to be named.</summary>
    public MrasRoute Route { get; init; }

    /// <summary>For whom; at least one.</summary>
    public required ImmutableArray<MrasCredentialsRequest> Credentials { get; init; }

    /// <summary>Reads a request.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out MrasRequest? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, "request", Namespace, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var id = xml.RequiredAttribute("requestID", MrasLimits.IdentifierLengthMax);
            var version = xml.RequiredAttribute("version", MrasLimits.TextLengthMax);
            var from = xml.RequiredAttribute("from", MrasLimits.TextLengthMax);
            var to = xml.RequiredAttribute("to", MrasLimits.TextLengthMax);
            var route = ReadRoute(xml);
            var credentials = ImmutableArray.CreateBuilder<MrasCredentialsRequest>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (!xml.IsNamed("credentialsRequest"))
                {
                    continue;
                }

                if (credentials.Count == MrasLimits.RequestsMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, "credentialsRequest");
                    break;
                }

                credentials.Add(ReadCredentials(xml));
            }

            if (credentials.Count == 0)
            {
                xml.Fail(XmlFaultKind.Missing, "credentialsRequest");
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = new()
            {
                Id = id,
                Version = version,
                From = from,
                To = to,
                Route = route,
                Credentials = credentials.DrainToImmutable(),
            };
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement("request", Namespace);
        xml.Writer.WriteAttributeString("requestID", Id);
        xml.Writer.WriteAttributeString("version", Version);
        xml.Writer.WriteAttributeString("from", From);
        xml.Writer.WriteAttributeString("to", To);
        if (Route == MrasRoute.DirectIp)
        {
            xml.Writer.WriteAttributeString("route", "directip");
        }

        foreach (var credentials in Credentials)
        {
            xml.Writer.WriteStartElement("credentialsRequest", Namespace);
            xml.Writer.WriteAttributeString("credentialsRequestID", credentials.Id);
            xml.Writer.WriteElementString("identity", Namespace, credentials.Identity);
            if (credentials.Location is { } location)
            {
                xml.Writer.WriteElementString("location", Namespace, MrasText.WordOf(location));
            }

            if (credentials.Duration is { } duration)
            {
                xml.Writer.WriteElementString(
                    "duration", Namespace, ((int)duration.TotalMinutes).ToString(CultureInfo.InvariantCulture));
            }

            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(MrasRequest? other) => other is not null && Id == other.Id && Version == other.Version
        && From == other.From && To == other.To && Route == other.Route
        && Credentials.AsSpan().SequenceEqual(other.Credentials.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version, From, To, Route, Credentials.Length);

    private static MrasRoute ReadRoute(XmlBody xml)
    {
        switch (xml.Attribute("route"))
        {
            case null or "loadbalanced":
                return MrasRoute.LoadBalanced;
            case "directip":
                return MrasRoute.DirectIp;
            default:
                xml.Fail(XmlFaultKind.InvalidValue, "route");
                return MrasRoute.LoadBalanced;
        }
    }

    private static MrasCredentialsRequest ReadCredentials(XmlBody xml)
    {
        var place = xml.Here;
        var id = xml.RequiredAttribute("credentialsRequestID", MrasLimits.IdentifierLengthMax);
        string? identity = null;
        MrasLocation? location = null;
        TimeSpan? duration = null;
        while (xml.NextChild(place))
        {
            if (xml.IsNamed("identity"))
            {
                identity = MrasText.Read(xml, "identity", MrasLimits.IdentityLengthMax);
            }
            else if (xml.IsNamed("location"))
            {
                location = MrasText.ReadLocation(xml);
            }
            else if (xml.IsNamed("duration"))
            {
                duration = MrasText.ReadMinutes(xml);
            }
        }

        if (identity is null)
        {
            xml.Fail(XmlFaultKind.Missing, "identity");
        }

        return new(id, identity ?? "", location, duration);
    }
}
