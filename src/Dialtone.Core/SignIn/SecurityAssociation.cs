using System.Buffers;
using System.Diagnostics;
using System.Text;
using Dialtone.Core.Time;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// What the handshake of a signing scheme leaves behind at the device (MS-SIPAE section 3.1): every message that goes
/// to the server is signed with it, and every one that comes from it is verified.
/// </summary>
/// <param name="offer">The challenge that the handshake began with.</param>
/// <param name="opaque">The server's name of it; empty where that is told only with its first signature.</param>
/// <param name="signer">Signs and verifies.</param>
/// <param name="isProxy">Whether it is a proxy that asked for it (407).</param>
internal sealed class SecurityAssociation(SipChallenge offer, string opaque, MessageSigner signer, bool isProxy)
{
    private readonly byte[] _realm = Encoding.UTF8.GetBytes(offer.Realm);
    private readonly byte[] _target = Encoding.UTF8.GetBytes(offer.TargetName);
    private byte[] _opaque = Encoding.UTF8.GetBytes(opaque);
    private uint _sent;
    private ReplayWindow _received;

    /// <summary>The scheme.</summary>
    public SipScheme Scheme { get; } = offer.Scheme;

    /// <summary>The version of the protocol that both sides have.</summary>
    public int Version { get; } = VersionOf(offer);

    /// <summary>When another one is to be begun.</summary>
    public Instant RenewAt { get; init; } = Instant.Zero;

    /// <summary>The version that is spoken with a server: its own, and none that is not known here.</summary>
    public static int VersionOf(SipChallenge offer) =>
        Math.Clamp(offer.Version, SipSignatureText.VersionMin, SipSignatureText.VersionMax);

    /// <summary>A message with a header that carries a token of the handshake, and no signature.</summary>
    /// <param name="bytes">The message, whole.</param>
    /// <param name="offer">The challenge that the handshake began with.</param>
    /// <param name="opaque">The server's name of the association; may be empty.</param>
    /// <param name="token">The token, maybe empty; <c>null</c> for none.</param>
    /// <param name="isProxy">Whether it is a proxy's.</param>
    public static ReadOnlyMemory<byte> Present(
        ReadOnlyMemory<byte> bytes, SipChallenge offer, string opaque, ReadOnlyMemory<byte>? token, bool isProxy)
    {
        var header = new SipSignatureHeader
        {
            Side = SipSide.Client,
            Scheme = offer.Scheme,
            Realm = Encoding.UTF8.GetBytes(offer.Realm),
            TargetName = Encoding.UTF8.GetBytes(offer.TargetName),
            Opaque = Encoding.UTF8.GetBytes(opaque),
            Version = VersionOf(offer),
            HasToken = token is not null,
        };
        return Insert(Read(bytes), header, signature: default, token.GetValueOrDefault().Span, isProxy);
    }

    /// <summary>A message with its signature. Nothing may be changed in it afterwards.</summary>
    /// <param name="bytes">The message, whole.</param>
    /// <param name="entropy">Chance.</param>
    /// <param name="token">The last token of the handshake; <c>null</c> for none.</param>
    public ReadOnlyMemory<byte> Sign(ReadOnlyMemory<byte> bytes, IEntropy entropy, ReadOnlyMemory<byte>? token = null)
    {
        Span<byte> chance = stackalloc byte[4];
        entropy.Fill(chance);
        var message = Read(bytes);
        var header = new SipSignatureHeader
        {
            Side = SipSide.Client,
            Scheme = Scheme,
            Realm = _realm,
            TargetName = _target,
            Opaque = _opaque,
            Version = Version,
            Random = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(chance)),
            Number = ++_sent,
            HasToken = token is not null,
        };
        var text = new ArrayBufferWriter<byte>(512);
        if (!SipSignatureText.TryWrite(message, header, Version, text, out var fault))
        {
            throw new UnreachableException($"A message of our own cannot be signed: {fault}.");
        }

        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        var length = signer.Sign(text.WrittenSpan, signature);
        return Insert(message, header, signature[..length], token.GetValueOrDefault().Span, isProxy);
    }

    /// <summary>Whether a server's signature names this association.</summary>
    public bool IsNamedBy(ReadOnlySpan<byte> named) => named.SequenceEqual(_opaque);

    /// <summary>What is wrong with the signature of a message; <c>null</c> where nothing is.</summary>
    public SignatureFault? Verify(SipMessage message, scoped in SipSignatureHeader header)
    {
        if (header.Scheme != Scheme || !header.Realm.SequenceEqual(_realm) || !header.TargetName.SequenceEqual(_target))
        {
            return SignatureFault.OtherAssociation;
        }

        var text = new ArrayBufferWriter<byte>(512);
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        var length = header.GetSignature(signature);
        return !SipSignatureText.TryWrite(message, header, Version, text, out _)
            || !signer.Verify(text.WrittenSpan, signature[..length]) ? SignatureFault.Wrong
            : _received.TryTake(header.Number) ? null
            : SignatureFault.Replayed;
    }

    /// <summary>The server has signed for the first time, and with that told its own name of the association.</summary>
    public void Named(ReadOnlySpan<byte> named)
    {
        if (!named.IsEmpty)
        {
            _opaque = named.ToArray();
        }
    }

    private static SipMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var message = new SipMessage();
        return SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault) ? message
            : throw new UnreachableException($"A message of our own cannot be read: {fault}.");
    }

    // Behind the last header: what is signed are headers before it, by their names.
    private static ReadOnlyMemory<byte> Insert(
        SipMessage message, scoped in SipSignatureHeader header, ReadOnlySpan<byte> signature,
        ReadOnlySpan<byte> token, bool isProxy)
    {
        var bytes = message.Bytes.Span;
        var end = bytes.Length - message.Body.Length - 2;
        var signed = new ArrayBufferWriter<byte>(bytes.Length + (2 * token.Length) + 512);
        signed.Write(bytes[..end]);
        signed.Write(isProxy ? "Proxy-Authorization: "u8 : "Authorization: "u8);
        header.Write(signed, signature, token);
        signed.Write("\r\n"u8);
        signed.Write(bytes[end..]);
        return signed.WrittenMemory;
    }
}
