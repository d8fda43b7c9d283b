using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// The signature of a webhook (Standard Webhooks 1.0.0, "Signature scheme"): HMAC-SHA256 over identity, time and body.
/// </summary>
public static class WebhookSignature
{
    /// <summary>What a key begins with; Base64 of its bytes follows.</summary>
    public const string KeyPrefix = "whsec_";

    /// <summary>Signs, where the key is one.</summary>
    /// <param name="key">The key as it is kept: <c>whsec_</c> and Base64 of 24 to 64 bytes.</param>
    /// <param name="id">The identity of the event.</param>
    /// <param name="timestamp">When this attempt is made, in seconds since 1970.</param>
    /// <param name="body">The body, byte for byte as it is sent.</param>
    /// <param name="signature">The value of <c>webhook-signature</c>.</param>
    /// <param name="why">What is wrong with the key, without any of it.</param>
    public static bool TrySign(
        string key, string id, long timestamp, ReadOnlySpan<byte> body, [NotNullWhen(true)] out string? signature,
        [NotNullWhen(false)] out string? why)
    {
        ArgumentNullException.ThrowIfNull(key);
        signature = null;
        Span<byte> bytes = stackalloc byte[AlertLimits.KeyBytesMax];
        if (!key.StartsWith(KeyPrefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(key[KeyPrefix.Length..], bytes, out var count)
            || count < AlertLimits.KeyBytesMin)
        {
            why = $"the key is not {KeyPrefix} followed by Base64 of {AlertLimits.KeyBytesMin} to "
                + $"{AlertLimits.KeyBytesMax} bytes";
            return false;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, bytes[..count]);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        signature = $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
        why = null;
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }
}
