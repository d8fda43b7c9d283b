using System.Globalization;
using System.Text;

namespace Dialtone.Core.Trace;

/// <summary>What stands where a secret stood.</summary>
internal static class Redacted
{
    /// <summary>The text for a secret of so many bytes. None of it is special in a quoted string or XML.</summary>
    public static string Text(int bytes) => $"[redacted, {Bytes(bytes)}]";

    /// <summary>The text as bytes.</summary>
    public static byte[] Utf8(int bytes) => Encoding.ASCII.GetBytes(Text(bytes));

    /// <summary><c>312 bytes</c>.</summary>
    public static string Bytes(int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes} byte{(bytes == 1 ? "" : "s")}");
}
