using System.Globalization;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>The values that the documents have in common.</summary>
internal static class WebText
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

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

    /// <summary>An attribute; empty where there is none.</summary>
    public static string Attribute(XmlBody xml, string name, int lengthMax)
    {
        var value = xml.Attribute(name) ?? "";
        if (value.Length > lengthMax)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        return value;
    }

    /// <summary>The text at the end of a path of elements below this one; null where it leads nowhere.</summary>
    public static string? ReadAt(XmlBody xml, int lengthMax, params ReadOnlySpan<string> path)
    {
        string? found = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (found is null && xml.IsNamed(path[0]))
            {
                found = path.Length == 1 ? Read(xml, path[0], lengthMax) : ReadAt(xml, lengthMax, path[1..]);
            }
        }

        return found;
    }

    /// <summary>Bytes in base64, in one line or several; one at least.</summary>
    public static byte[] ReadBase64(XmlBody xml, string name, int bytesMax)
    {
        var text = xml.Text();
        // Four characters of base64 are three bytes.
        var bytes = new byte[Math.Min(text.Length, 2 * bytesMax)];
        if (text.Length <= bytes.Length && Convert.TryFromBase64String(text, bytes, out var written)
            && written > 0 && written <= bytesMax)
        {
            return bytes[..written];
        }

        xml.Fail(XmlFaultKind.InvalidValue, name);
        return [];
    }

    /// <summary>A moment as xs:dateTime: as it stands, since it is signed, and what it means.</summary>
    public static WebMoment ReadMoment(XmlBody xml, string name)
    {
        var text = xml.Text();
        if (WebMoment.TryParse(text, out var moment))
        {
            return moment;
        }

        xml.Fail(XmlFaultKind.InvalidValue, name);
        return default;
    }

    public static bool TryParseMoment(string text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Moment, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
}
