using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Mras;

/// <summary>
/// What the Media Relay Authentication Service answers, in a SIP 200 also when it refuses (MS-AVEDGEA section 2.2).
/// </summary>
public sealed record MrasResponse
{
    /// <summary>
    /// The name that the asker gave its request; empty where the request had none that could be read.
    /// </summary>
    public required string RequestId { get; init; }

    /// <summary>The version of the request.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>The newest version that the server knows; null where it does not say.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The From of the request.</summary>
    public string From { get; init; } = "";

    /// <summary>The To of the request.</summary>
    public string To { get; init; } = "";

    /// <summary>How it went, as it stands there.</summary>
    public required string ReasonPhrase { get; init; }

    /// <summary>How it went.</summary>
    public MrasReason Reason => MrasReasons.Of(ReasonPhrase);

    /// <summary>The credentials; none where it went badly.</summary>
    public ImmutableArray<MrasCredentialsResponse> Credentials { get; init; } = [];

    /// <summary>Reads an answer.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out MrasResponse? response, out XmlFault fault)
    {
        response = null;
        if (!XmlBody.TryOpen(body, "response", MrasRequest.Namespace, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var read = new MrasResponse
            {
                RequestId = MrasResponseReader.Attribute(xml, "requestID", MrasLimits.IdentifierLengthMax) ?? "",
                Version = MrasResponseReader.Attribute(xml, "version", MrasLimits.TextLengthMax) ?? "1.0",
                ServerVersion = MrasResponseReader.Attribute(xml, "serverVersion", MrasLimits.TextLengthMax),
                From = MrasResponseReader.Attribute(xml, "from", MrasLimits.TextLengthMax) ?? "",
                To = MrasResponseReader.Attribute(xml, "to", MrasLimits.TextLengthMax) ?? "",
                ReasonPhrase = xml.RequiredAttribute("reasonPhrase", MrasLimits.TextLengthMax),
            };
            var credentials = MrasResponseReader.ReadAll(xml);
            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            response = read with { Credentials = credentials };
            return true;
        }
    }

    /// <summary>The body. It holds a password.</summary>
    /// <exception cref="ArgumentException">
    /// A text has a character that XML does not have, or a relay has neither name nor address.
    /// </exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement("response", MrasRequest.Namespace);
        xml.Writer.WriteAttributeString("requestID", RequestId);
        xml.Writer.WriteAttributeString("version", Version);
        if (ServerVersion is { } serverVersion)
        {
            xml.Writer.WriteAttributeString("serverVersion", serverVersion);
        }

        xml.Writer.WriteAttributeString("from", From);
        xml.Writer.WriteAttributeString("to", To);
        xml.Writer.WriteAttributeString("reasonPhrase", ReasonPhrase);
        foreach (var one in Credentials)
        {
            xml.Writer.WriteStartElement("credentialsResponse", MrasRequest.Namespace);
            xml.Writer.WriteAttributeString("credentialsRequestID", one.Id);
            WriteCredentials(one.Credentials, xml);
            xml.Writer.WriteStartElement("mediaRelayList", MrasRequest.Namespace);
            foreach (var relay in one.Relays)
            {
                WriteRelay(relay, xml);
            }

            xml.Writer.WriteEndElement();
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    private static void WriteCredentials(MrasCredentials credentials, XmlText xml)
    {
        xml.Writer.WriteStartElement("credentials", MrasRequest.Namespace);
        Write("username", Convert.ToBase64String(credentials.Username.Span), xml);
        Write("password", Convert.ToBase64String(credentials.Password), xml);
        Write(
            "duration", ((int)credentials.Duration.TotalMinutes).ToString(CultureInfo.InvariantCulture), xml);
        if (credentials.Realm is { } realm)
        {
            Write("realm", realm, xml);
        }

        xml.Writer.WriteEndElement();
    }

    private static void WriteRelay(MediaRelayOffer relay, XmlText xml)
    {
        xml.Writer.WriteStartElement("mediaRelay", MrasRequest.Namespace);
        if (relay.Location is { } location)
        {
            Write("location", MrasText.WordOf(location), xml);
        }

        if (relay.Host is null && relay.Address is null)
        {
            throw new ArgumentException("A relay has a name or an address.", nameof(relay));
        }

        if (relay.Host is { } host)
        {
            Write("hostName", host.Text, xml);
        }

        if (relay.Address is { } address)
        {
            Write("directIPAddress", address.ToString(), xml);
        }

        if (relay.UdpPort is { } udp)
        {
            Write("udpPort", udp.ToString(CultureInfo.InvariantCulture), xml);
        }

        if (relay.TcpPort is { } tcp)
        {
            Write("tcpPort", tcp.ToString(CultureInfo.InvariantCulture), xml);
        }

        xml.Writer.WriteEndElement();
    }

    private static void Write(string name, string value, XmlText xml) =>
        xml.Writer.WriteElementString(name, MrasRequest.Namespace, value);
}
