using System.Text;

namespace Dialtone.Core.SignIn;

/// <summary>Text of a peer, as it may be written down: not too long, and without control characters.</summary>
internal static class PeerText
{
    /// <summary>The most bytes, or characters, that are kept.</summary>
    public const int LengthMax = 256;

    public static string Of(ReadOnlySpan<byte> text) =>
        Of(Encoding.UTF8.GetString(text[..Math.Min(text.Length, LengthMax)]));

    public static string Of(string text) =>
        string.Create(Math.Min(text.Length, LengthMax), text, static (clean, dirty) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = char.IsControl(dirty[i]) ? ' ' : dirty[i];
            }
        });
}
