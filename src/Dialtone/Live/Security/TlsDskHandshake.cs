using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Live.Security;

/// <summary>
/// One side of a TLS handshake whose records travel elsewhere (MS-SIPAE, TLS-DSK). Used by the node's thread alone.
/// </summary>
internal sealed unsafe class TlsDskHandshake : IDisposable
{
    /// <summary>The longest token that is taken, in bytes: far above any chain of certificates.</summary>
    public const int TokenBytesMax = 65_536;

    private readonly FlowId _flow;
    private readonly SslHandle _ssl;

    // The handshake's own, freed with it.
    private readonly nint _incoming;
    private readonly nint _outgoing;

    private TlsDskHandshake(FlowId flow, SslContextHandle context, TlsDskIdentity identity)
    {
        _flow = flow;
        _ssl = OpenSsl.SSL_new(context);
        _incoming = OpenSsl.BIO_new(OpenSsl.BIO_s_mem());
        _outgoing = OpenSsl.BIO_new(OpenSsl.BIO_s_mem());
        if (_ssl.IsInvalid || _incoming == 0 || _outgoing == 0)
        {
            throw new CryptographicException("OpenSSL has no memory for a handshake.");
        }

        OpenSsl.SSL_set_bio(_ssl, _incoming, _outgoing);
        if (OpenSsl.SSL_use_certificate(_ssl, identity.Certificate) != 1
            || OpenSsl.SSL_use_PrivateKey(_ssl, identity.Key) != 1)
        {
            throw new CryptographicException(OpenSsl.TakeError());
        }
    }

    /// <summary>The client's side, which speaks first.</summary>
    public static TlsDskHandshake Client(FlowId flow, TlsDskIdentity identity)
    {
        var handshake = new TlsDskHandshake(flow, TlsDskContexts.Client, identity);
        OpenSsl.SSL_set_connect_state(handshake._ssl);
        return handshake;
    }

    /// <summary>The server's side.</summary>
    public static TlsDskHandshake Server(FlowId flow, TlsDskIdentity identity)
    {
        var handshake = new TlsDskHandshake(flow, TlsDskContexts.Server, identity);
        OpenSsl.SSL_set_accept_state(handshake._ssl);
        return handshake;
    }

    /// <summary>Takes the peer's token, none at the client's start, and makes the next step.</summary>
    /// <returns><see cref="NetInput.TlsDskStepped"/> or <see cref="NetInput.SecurityFailed"/>.</returns>
    public NetInput Step(ReadOnlySpan<byte> token)
    {
        if (_ssl.IsClosed)
        {
            return Failed(SecurityFault.Malformed, "a token after the end of the handshake");
        }

        if (token.Length > TokenBytesMax || !TlsRecords.AreWhole(token))
        {
            return Failed(SecurityFault.Malformed, "the token is not whole TLS records");
        }

        fixed (byte* bytes = token)
        {
            _ = OpenSsl.BIO_write(_incoming, bytes, token.Length);
        }

        OpenSsl.ERR_clear_error();
        var done = OpenSsl.SSL_do_handshake(_ssl);
        if (done != 1 && OpenSsl.SSL_get_error(_ssl, done) != OpenSsl.ErrorWantRead)
        {
            return Failed(SecurityFault.HandshakeFailed, OpenSsl.TakeError());
        }

        var next = TakeOutgoing();
        return done == 1 ? Finished(next)
            : next.IsEmpty ? Failed(SecurityFault.Malformed, "the token ends before the peer's part of the handshake")
            : new NetInput.TlsDskStepped(_flow, next, Result: null);
    }

    /// <inheritdoc/>
    public void Dispose() => _ssl.Dispose();

    private ReadOnlyMemory<byte> TakeOutgoing()
    {
        var records = new byte[(int)OpenSsl.BIO_ctrl_pending(_outgoing)];
        fixed (byte* bytes = records)
        {
            _ = OpenSsl.BIO_read(_outgoing, bytes, records.Length);
        }

        return records.AsMemory(0, TlsRecords.Merge(records));
    }

    private NetInput Finished(ReadOnlyMemory<byte> last)
    {
        var cipher = OpenSsl.SSL_get_current_cipher(_ssl);
        var suite = Marshal.PtrToStringUTF8(OpenSsl.SSL_CIPHER_get_name(cipher)) ?? "";
        TlsDskHash hash;
        switch (OpenSsl.SSL_CIPHER_get_digest_nid(cipher))
        {
            case OpenSsl.Md5Nid:
                hash = TlsDskHash.Md5;
                break;
            case OpenSsl.Sha1Nid:
                hash = TlsDskHash.Sha1;
                break;
            case OpenSsl.Sha256Nid:
                hash = TlsDskHash.Sha256;
                break;
            case OpenSsl.Sha384Nid:
                hash = TlsDskHash.Sha384;
                break;
            default:
                return Failed(SecurityFault.HandshakeFailed, $"the suite {suite} has no MAC to sign with");
        }

        var version = Marshal.PtrToStringUTF8(OpenSsl.SSL_get_version(_ssl)) ?? "";
        var stepped = new NetInput.TlsDskStepped(_flow, last, new(Export(hash), version, suite, PeerCertificate()));
        Dispose();
        return stepped;
    }

    private TlsDskKeys Export(TlsDskHash hash)
    {
        Span<byte> exported = stackalloc byte[TlsDskKeys.ExportedBytes];
        var label = "client EAP encryption"u8;
        fixed (byte* keys = exported)
        fixed (byte* name = label)
        {
            var done = OpenSsl.SSL_export_keying_material(
                _ssl, keys, (nuint)exported.Length, name, (nuint)label.Length, null, 0, useContext: 0);
            if (done != 1)
            {
                throw new CryptographicException(OpenSsl.TakeError());
            }
        }

        var taken = new TlsDskKeys(exported, hash);
        CryptographicOperations.ZeroMemory(exported);
        return taken;
    }

    private byte[] PeerCertificate()
    {
        var certificate = OpenSsl.SSL_get0_peer_certificate(_ssl);
        var der = new byte[OpenSsl.i2d_X509(certificate, null)];
        fixed (byte* bytes = der)
        {
            var at = bytes;
            _ = OpenSsl.i2d_X509(certificate, &at);
        }

        return der;
    }

    private NetInput.SecurityFailed Failed(SecurityFault why, string detail)
    {
        Dispose();
        return new(_flow, why, detail);
    }
}
