using System.Globalization;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Mras;

/// <summary>The values that request and response have in common.</summary>
internal static class MrasText
{
    public static string WordOf(MrasLocation location) =>
        location == MrasLocation.Internet ? "internet" : "intranet";

    /// <summary>The text of an element, of one character at least.</summary>
    public static string Read(XmlBody xml, string name, int lengthMax)
    {
        var text = xml.Text();
        if (text.Length == 0 || text.Length > lengthMax)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        return text;
    }

    public static MrasLocation ReadLocation(XmlBody xml)
    {
        var text = xml.Text();
        if (string.Equals(text, "internet", StringComparison.OrdinalIgnoreCase))
        {
            return MrasLocation.Internet;
        }

        if (!string.Equals(text, "intranet", StringComparison.OrdinalIgnoreCase))
        {
            xml.Fail(XmlFaultKind.InvalidValue, "location");
        }

        return MrasLocation.Intranet;
    }

    public static TimeSpan ReadMinutes(XmlBody xml) =>
        TimeSpan.FromMinutes(ReadNumber(xml, "duration", MrasLimits.MinutesMax));

    /// <summary>A number from 1 on.</summary>
    public static int ReadNumber(XmlBody xml, string name, int max)
    {
        if (!int.TryParse(xml.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 1 || number > max)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        return number;
    }
}
