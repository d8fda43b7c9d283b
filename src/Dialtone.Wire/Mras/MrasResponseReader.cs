using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Mras;

/// <summary>Reads what is in an answer.</summary>
internal static class MrasResponseReader
{
    public static string? Attribute(XmlBody xml, string name, int lengthMax)
    {
        var value = xml.Attribute(name);
        if (value is not null && value.Length > lengthMax)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        return value;
    }

    public static ImmutableArray<MrasCredentialsResponse> ReadAll(XmlBody xml)
    {
        var all = ImmutableArray.CreateBuilder<MrasCredentialsResponse>();
        for (var root = xml.Here; xml.NextChild(root);)
        {
            if (!xml.IsNamed("credentialsResponse"))
            {
                continue;
            }

            if (all.Count == MrasLimits.RequestsMax)
            {
                xml.Fail(XmlFaultKind.TooMany, "credentialsResponse");
                break;
            }

            if (Read(xml) is { } one)
            {
                all.Add(one);
            }
        }

        return all.DrainToImmutable();
    }

    private static MrasCredentialsResponse? Read(XmlBody xml)
    {
        var id = xml.RequiredAttribute("credentialsRequestID", MrasLimits.IdentifierLengthMax);
        MrasCredentials? credentials = null;
        ImmutableArray<MediaRelayOffer> relays = [];
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("credentials"))
            {
                credentials = ReadCredentials(xml);
            }
            else if (xml.IsNamed("mediaRelayList"))
            {
                relays = ReadRelays(xml);
            }
        }

        if (credentials is null)
        {
            xml.Fail(XmlFaultKind.Missing, "credentials");
            return null;
        }

        return new(id, credentials, relays);
    }

    private static MrasCredentials? ReadCredentials(XmlBody xml)
    {
        byte[]? username = null, password = null;
        TimeSpan? duration = null;
        string? realm = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("username"))
            {
                username = ReadBase64(xml, "username");
            }
            else if (xml.IsNamed("password"))
            {
                password = ReadBase64(xml, "password");
            }
            else if (xml.IsNamed("duration"))
            {
                duration = MrasText.ReadMinutes(xml);
            }
            else if (xml.IsNamed("realm"))
            {
                realm = MrasText.Read(xml, "realm", MrasLimits.TextLengthMax);
            }
        }

        var missing = username is null ? "username" : password is null ? "password" : "duration";
        if (username is null || password is null || duration is null)
        {
            xml.Fail(XmlFaultKind.Missing, missing);
        }

        return xml.IsSound ? new(username, password, duration!.Value, realm) : null;
    }

    private static byte[] ReadBase64(XmlBody xml, string name)
    {
        var text = xml.Text();
        // Four characters of base64 are three bytes.
        var bytes = new byte[Math.Min(text.Length, 2 * MrasLimits.CredentialBytesMax)];
        if (text.Length <= bytes.Length && Convert.TryFromBase64String(text, bytes, out var written)
            && written is > 0 and <= MrasLimits.CredentialBytesMax)
        {
            return bytes[..written];
        }

        xml.Fail(XmlFaultKind.InvalidValue, name);
        return [];
    }

    private static ImmutableArray<MediaRelayOffer> ReadRelays(XmlBody xml)
    {
        var relays = ImmutableArray.CreateBuilder<MediaRelayOffer>();
        for (var list = xml.Here; xml.NextChild(list);)
        {
            if (!xml.IsNamed("mediaRelay"))
            {
                continue;
            }

            if (relays.Count == MrasLimits.RelaysMax)
            {
                xml.Fail(XmlFaultKind.TooMany, "mediaRelay");
                break;
            }

            relays.Add(ReadRelay(xml));
        }

        return relays.DrainToImmutable();
    }

    private static MediaRelayOffer ReadRelay(XmlBody xml)
    {
        var relay = new MediaRelayOffer(null, null, null, null, null);
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("location"))
            {
                relay = relay with { Location = MrasText.ReadLocation(xml) };
            }
            else if (xml.IsNamed("hostName"))
            {
                relay = ReadHost(xml, relay);
            }
            else if (xml.IsNamed("directIPAddress"))
            {
                relay = relay with { Address = ReadAddress(xml) };
            }
            else if (xml.IsNamed("udpPort"))
            {
                relay = relay with { UdpPort = (ushort)MrasText.ReadNumber(xml, "udpPort", ushort.MaxValue) };
            }
            else if (xml.IsNamed("tcpPort"))
            {
                relay = relay with { TcpPort = (ushort)MrasText.ReadNumber(xml, "tcpPort", ushort.MaxValue) };
            }
        }

        if (relay.Host is null && relay.Address is null)
        {
            xml.Fail(XmlFaultKind.Missing, "hostName");
        }

        return relay;
    }

    // An address where a name belongs is an address all the same.
    private static MediaRelayOffer ReadHost(XmlBody xml, MediaRelayOffer relay)
    {
        var text = xml.Text();
        if (IpAddress.TryParse(text, out var address))
        {
            return relay with { Address = address };
        }

        if (!HostName.TryParse(text, out var host))
        {
            xml.Fail(XmlFaultKind.InvalidValue, "hostName");
        }

        return relay with { Host = host };
    }

    private static IpAddress ReadAddress(XmlBody xml)
    {
        if (!IpAddress.TryParse(xml.Text(), out var address))
        {
            xml.Fail(XmlFaultKind.InvalidValue, "directIPAddress");
        }

        return address;
    }
}
