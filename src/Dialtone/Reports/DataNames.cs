using System.Text;

namespace Dialtone.Reports;

/// <summary>How the members of an enumeration are called in data: <c>InternalSrv</c> as <c>internal-srv</c>.</summary>
public static class DataNames
{
    /// <summary>The name of a member, in lower case, its words joined by hyphens.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                _ = text.Append('-');
            }

            _ = text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
