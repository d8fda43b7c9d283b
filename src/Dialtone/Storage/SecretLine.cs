using System.Text;

namespace Dialtone.Storage;

/// <summary>The first line of a file or a stream, which is a password, a PIN or a key.</summary>
public static class SecretLine
{
    /// <summary>More characters than this are not a secret but a mistaken file.</summary>
    public const int LengthMax = 1024;

    /// <summary>
    /// Reads it, without the line's end. A source without an end and without a line's end is read no further than a
    /// secret can be long: then one character more than that is returned.
    /// </summary>
    public static string Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var line = new StringBuilder();
        while (line.Length <= LengthMax && reader.Read() is var next and >= 0 && next != '\n')
        {
            _ = line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}
