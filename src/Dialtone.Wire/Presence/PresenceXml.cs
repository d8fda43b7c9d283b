using System.Globalization;
using System.Xml;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>Values that the documents have in common.</summary>
internal static class PresenceXml
{
    private const string Scheme = "sip:";
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>A number that must be there.</summary>
    public static uint Number(XmlBody xml, string name)
    {
        var text = xml.RequiredAttribute(name, PresenceLimits.NameLengthMax);
        return xml.IsSound ? Parse(xml, name, text) : 0;
    }

    /// <summary>A number that may be there.</summary>
    public static uint? NumberIfAny(XmlBody xml, string name) =>
        xml.Attribute(name) is { Length: > 0 } text ? Parse(xml, name, text) : null;

    /// <summary>A text that may be there; empty where it is not.</summary>
    public static string Text(XmlBody xml, string name, int lengthMax = PresenceLimits.NameLengthMax)
    {
        var text = xml.Attribute(name) ?? "";
        if (text.Length > lengthMax)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
            return "";
        }

        return text;
    }

    /// <summary>An address that must be there, without its scheme if that is SIP's.</summary>
    public static string Address(XmlBody xml, string name)
    {
        var text = xml.RequiredAttribute(name, PresenceLimits.UriLengthMax);
        var address = AddressOf(text);
        if (address.Length == 0)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        return address;
    }

    /// <summary>A URI without <c>sip:</c>.</summary>
    public static string AddressOf(string uri)
    {
        while (uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            uri = uri[Scheme.Length..].TrimStart();
        }

        return uri;
    }

    /// <summary>Yes or no that may be there.</summary>
    public static bool? FlagIfAny(XmlBody xml, string name)
    {
        switch (xml.Attribute(name)?.ToUpperInvariant())
        {
            case null or "":
                return null;
            case "TRUE" or "1":
                return true;
            case "FALSE" or "0":
                return false;
            default:
                xml.Fail(XmlFaultKind.InvalidValue, name);
                return null;
        }
    }

    /// <summary>A moment that may be there; without a zone it is UTC, and what is none counts as not there.</summary>
    public static DateTimeOffset? TimeIfAny(XmlBody xml, string name) =>
        xml.Attribute(name) is { Length: > 0 } text
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero)
            : null;

    /// <summary>Text of an element, its first characters.</summary>
    public static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
        {
            return text;
        }

        // A character of two halves stays whole.
        return text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)].TrimEnd();
    }

    public static void Write(XmlWriter xml, string name, uint value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Write(XmlWriter xml, string name, bool value) =>
        xml.WriteAttributeString(name, value ? "true" : "false");

    public static void Write(XmlWriter xml, string name, DateTimeOffset value) =>
        xml.WriteAttributeString(name, value.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    public static uint Parse(XmlBody xml, string name, string text)
    {
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        return number;
    }
}
