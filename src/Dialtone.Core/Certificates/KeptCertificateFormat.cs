using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dialtone.Core.Memory;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Certificates;

/// <summary>
/// A kept certificate as bytes: its JSON in a <see cref="StoredEnvelope"/>. The private key is in it, in the clear: the
/// host stores it for its owner alone.
/// <code>{"format":"dialtone-certificate","schema":1,"sha256":"…","certificate":{…}}</code>
/// </summary>
public static class KeptCertificateFormat
{
    /// <summary>The schema that is written, and the newest that is read.</summary>
    public const int Schema = 1;

    /// <summary>The most bytes that are read: a certificate and a key of 16,384 bits in base64 take a fifth.</summary>
    public const int BytesMax = 256 * 1024;

    private static readonly StoredEnvelope Envelope = new("dialtone-certificate", "certificate", Schema, BytesMax);

    /// <summary>The bytes to store.</summary>
    public static byte[] Write(KeptCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var content = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("account", certificate.Account);
            json.WriteString("from", certificate.From);
            json.WriteString("obtainedAt", certificate.ObtainedAt);
            json.WriteBase64String("certificate", certificate.Pair.Certificate.Span);
            json.WriteBase64String("key", certificate.Pair.Key.Pkcs8.Span);
            json.WriteEndObject();
        }

        return Envelope.Write(content.WrittenSpan);
    }

    /// <summary>Reads what was stored for an account.</summary>
    /// <param name="bytes">What was stored.</param>
    /// <param name="account">Whose it is to be, as a URI.</param>
    /// <param name="certificate">The certificate; whether it is still of use is not judged here.</param>
    /// <param name="fault">Why not. Never shows what is stored.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, string account, [NotNullWhen(true)] out KeptCertificate? certificate,
        out MemoryFault fault)
    {
        certificate = null;
        if (!Envelope.TryOpen(bytes, out var content, out fault))
        {
            return false;
        }

        var read = Read(bytes[content]);
        if (read is null)
        {
            fault = new(MemoryFaultKind.NotOurs, content.Start.Value);
        }
        else if (!string.Equals(read.Account, account, StringComparison.Ordinal))
        {
            fault = new(MemoryFaultKind.WrongAccount, content.Start.Value, read.Account);
        }
        else
        {
            certificate = read;
        }

        return certificate is not null;
    }

    /// <summary>Reads content whose check value was right. What still does not fit was made by somebody else.</summary>
    private static KeptCertificate? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content.ToArray(), new() { MaxDepth = 4 });
            var root = document.RootElement;
            var der = root.GetProperty("certificate").GetBytesFromBase64();
            var key = root.GetProperty("key").GetBytesFromBase64();
            return key.Length > 0 && UserCertificate.TryRead(der, out var says)
                ? new(
                    root.GetProperty("account").GetString()!, new(der, new PrivateKey(key)),
                    root.GetProperty("from").GetString()!, root.GetProperty("obtainedAt").GetDateTimeOffset(),
                    says.NotBefore, says.NotAfter)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            // The platform says by exception that text is not JSON, or that something is not there or of another kind.
            return null;
        }
    }
}
