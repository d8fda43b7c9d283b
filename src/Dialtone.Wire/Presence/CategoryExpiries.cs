using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>The words of <c>expireType</c>.</summary>
internal static class CategoryExpiries
{
    private const string Attribute = "expireType";

    public static CategoryExpiry? ReadIfAny(XmlBody xml)
    {
        switch (xml.Attribute(Attribute)?.ToUpperInvariant())
        {
            case null or "":
                return null;
            case "STATIC":
                return CategoryExpiry.Static;
            case "ENDPOINT":
                return CategoryExpiry.Endpoint;
            case "USER":
                return CategoryExpiry.User;
            case "TIME":
                return CategoryExpiry.Time;
            default:
                xml.Fail(XmlFaultKind.InvalidValue, Attribute);
                return null;
        }
    }

    public static string WordOf(CategoryExpiry expiry) => expiry switch
    {
        CategoryExpiry.Endpoint => "endpoint",
        CategoryExpiry.User => "user",
        CategoryExpiry.Time => "time",
        _ => "static",
    };
}
