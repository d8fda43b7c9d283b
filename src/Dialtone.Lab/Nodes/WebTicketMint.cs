using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Makes web tickets that need no table to be recognised: what a ticket says is sealed in its AssertionID, by a key of
/// this server alone (AES-GCM). Clients return that as they got it, and nothing else of a ticket is believed.
/// </summary>
internal sealed class WebTicketMint(IEntropy entropy)
{
    private const string Prefix = "SamlSecurityToken-";
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int DateBytes = 8;

    // Service, two dates, and how long the client's entropy is.
    private const int FixedBytes = 1 + DateBytes + DateBytes + 1;

    /// <summary>How long the server's entropy is, in bytes.</summary>
    public const int EntropyBytes = 32;

    /// <summary>How long the client's may be: the ticket becomes no longer than a name of it may be.</summary>
    public const int ClientEntropyBytesMax = 64;

    private const int UserBytesMax = 64;
    private const int SealedBytesMax = FixedBytes + ClientEntropyBytesMax + EntropyBytes + UserBytesMax;

    private readonly byte[] _key = NewKey(entropy);

    /// <summary>The AssertionID of a ticket.</summary>
    public string Seal(WebTicketTerms terms)
    {
        var text = new ArrayBufferWriter<byte>(SealedBytesMax);
        Span<byte> head = stackalloc byte[FixedBytes];
        head[0] = (byte)terms.Service;
        BinaryPrimitives.WriteInt64BigEndian(head[1..], terms.Created.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(head[(1 + DateBytes)..], terms.Expires.UtcTicks);
        head[^1] = (byte)terms.ClientEntropy.Length;
        text.Write(head);
        text.Write(terms.ClientEntropy.Span);
        text.Write(terms.ServerEntropy.Span);
        text.Write(Encoding.UTF8.GetBytes(terms.User));

        var sealedBytes = new byte[NonceBytes + text.WrittenCount + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        entropy.Fill(nonce);
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(
            nonce, text.WrittenSpan, sealedBytes.AsSpan(NonceBytes..^TagBytes), sealedBytes.AsSpan(^TagBytes..));
        return Prefix + Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>What a ticket says; false where it is none of this server.</summary>
    public bool TryOpen(string assertionId, [NotNullWhen(true)] out WebTicketTerms? terms)
    {
        terms = null;
        Span<byte> bytes = stackalloc byte[NonceBytes + SealedBytesMax + TagBytes];
        if (!assertionId.StartsWith(Prefix, StringComparison.Ordinal)
            || Base64Url.DecodeFromChars(assertionId.AsSpan(Prefix.Length), bytes, out _, out var length)
                != OperationStatus.Done
            || length < NonceBytes + FixedBytes + EntropyBytes + TagBytes)
        {
            return false;
        }

        bytes = bytes[..length];
        var text = new byte[length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(_key, TagBytes);
        try
        {
            cipher.Decrypt(bytes[..NonceBytes], bytes[NonceBytes..^TagBytes], bytes[^TagBytes..], text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        terms = Read(text);
        return true;
    }

    // What was sealed here is sound.
    private static WebTicketTerms Read(byte[] text)
    {
        var rest = text.AsMemory(FixedBytes);
        var clientBytes = text[FixedBytes - 1];
        return new(
            Encoding.UTF8.GetString(rest.Span[(clientBytes + EntropyBytes)..]), (WebTicketService)text[0],
            new(BinaryPrimitives.ReadInt64BigEndian(text.AsSpan(1)), TimeSpan.Zero),
            new(BinaryPrimitives.ReadInt64BigEndian(text.AsSpan(1 + DateBytes)), TimeSpan.Zero), rest[..clientBytes],
            rest.Slice(clientBytes, EntropyBytes));
    }

    private static byte[] NewKey(IEntropy entropy)
    {
        var key = new byte[KeyBytes];
        entropy.Fill(key);
        return key;
    }
}
