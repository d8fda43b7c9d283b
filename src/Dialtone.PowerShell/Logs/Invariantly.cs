using System.Globalization;

namespace Dialtone.PowerShell.Logs;

/// <summary>
/// Makes texts in no culture: the thread of a pipeline has that of its user, and so it stays for who comes after.
/// </summary>
internal static class Invariantly
{
    /// <summary>Makes one.</summary>
    public static T Make<T>(Func<T> text)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
