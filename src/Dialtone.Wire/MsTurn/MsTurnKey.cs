using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Wire.MsTurn;

/// <summary>
/// The key of MESSAGE-INTEGRITY in this dialect: MD5 of user name, realm and password, each as bytes. Never shown: no
/// property, no text form.
/// </summary>
public sealed class MsTurnKey
{
    private const int BlockBytes = 64;
    private readonly byte[] _key;

    /// <summary>The key of credentials for a realm.</summary>
    /// <param name="username">The user name as USERNAME carries it.</param>
    /// <param name="realm">The realm that the relay named.</param>
    /// <param name="password">The password.</param>
    public MsTurnKey(ReadOnlySpan<byte> username, string realm, ReadOnlySpan<byte> password) =>
        _key = MD5.HashData([.. username, (byte)':', .. Encoding.UTF8.GetBytes(realm), (byte)':', .. password]);

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "key of MS-TURN (hidden)";

    /// <summary>
    /// HMAC-SHA1 over what stands before MESSAGE-INTEGRITY, filled up with zeros to a multiple of 64 bytes. Its length
    /// in the header counts MESSAGE-INTEGRITY.
    /// </summary>
    internal void Integrity(ReadOnlySpan<byte> before, Span<byte> destination)
    {
        Span<byte> text = stackalloc byte[Stun.StunLimits.MessageBytesMax];
        text = text[..((before.Length + BlockBytes - 1) / BlockBytes * BlockBytes)];
        text.Clear();
        before.CopyTo(text);
        _ = HMACSHA1.HashData(_key, text, destination);
    }
}
