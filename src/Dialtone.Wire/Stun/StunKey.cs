using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Wire.Stun;

/// <summary>
/// The key of MESSAGE-INTEGRITY (RFC 8489 section 9). Never shown: no property, no text form. Passwords are taken as
/// they are, without the preparation of RFC 8265, which changes none of ASCII.
/// </summary>
public sealed class StunKey
{
    private readonly byte[] _key;

    private StunKey(byte[] key) => _key = key;

    /// <summary>The key of short-term credentials: the password (RFC 8489 section 9.1.1).</summary>
    public static StunKey ShortTerm(string password) => new(Encoding.UTF8.GetBytes(password));

    /// <summary>
    /// The key of long-term credentials: MD5 of user, realm and password (RFC 8489 section 9.2.2), as relays demand
    /// that offer no other algorithm.
    /// </summary>
    public static StunKey LongTerm(string username, string realm, string password) =>
        new(MD5.HashData(Encoding.UTF8.GetBytes($"{username}:{realm}:{password}")));

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "key of STUN (hidden)";

    /// <summary>
    /// HMAC-SHA1 over what stands before MESSAGE-INTEGRITY, its length as if the message ended behind it.
    /// </summary>
    internal void Integrity(ReadOnlySpan<byte> before, Span<byte> destination)
    {
        Span<byte> text = stackalloc byte[StunLimits.MessageBytesMax];
        text = text[..before.Length];
        before.CopyTo(text);
        var length = before.Length + StunLimits.AttributeHeaderBytes + StunLimits.IntegrityBytes
            - StunLimits.HeaderBytes;
        BinaryPrimitives.WriteUInt16BigEndian(text[2..], (ushort)length);
        _ = HMACSHA1.HashData(_key, text, destination);
    }
}
