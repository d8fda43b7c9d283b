using System.Text;

namespace Dialtone.Simulation.Tests.Trace;

/// <summary>The forms in which a secret might be in a message.</summary>
internal static class SecretForms
{
    /// <summary>Which form of the secret is among those bytes; <c>null</c> for none.</summary>
    public static string? FindIn(ReadOnlySpan<byte> bytes, byte[] secret)
    {
        foreach (var (name, form) in Of(secret))
        {
            if (bytes.IndexOf(form) >= 0)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Raw, UTF-16, hexadecimal in either case, and base64 wherever the secret begins in it.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Of(byte[] secret)
    {
        yield return ("raw", secret);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(secret)));
        yield return ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(secret)));
        yield return ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)));
        for (var shift = 0; shift < 3; shift++)
        {
            // Without the characters that depend on what stands before and behind.
            var text = Convert.ToBase64String([.. new byte[shift], .. secret]).TrimEnd('=');
            yield return ("base64", Encoding.ASCII.GetBytes(text[(shift == 0 ? 0 : shift + 1)..^1]));
        }
    }
}
