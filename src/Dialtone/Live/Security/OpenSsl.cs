using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dialtone.Live.Security;

/// <summary>
/// What TLS-DSK needs of OpenSSL 3: a handshake over memory, and the keys that it exports, which the platform's own TLS
/// does not give (decision 15). Nothing here is for a connection.
/// </summary>
internal static unsafe partial class OpenSsl
{
    public const int Tls10 = 0x0301;
    public const int Tls12 = 0x0303;

    public const int ErrorWantRead = 2;

    // Macros in OpenSSL's headers: SSL_CTX_ctrl with these numbers.
    public const int SetSessionCacheMode = 44;
    public const int SetMinProtocol = 123;
    public const int SetMaxProtocol = 124;

    public const ulong LegacyServerConnect = 1UL << 2;
    public const ulong NoTicket = 1UL << 14;
    public const ulong NoRenegotiation = 1UL << 30;

    public const int VerifyPeerOrFail = 3;

    public const int Md5Nid = 4;
    public const int Sha1Nid = 64;
    public const int Sha256Nid = 672;
    public const int Sha384Nid = 673;

    // At the end of the process the system takes all back; a library that tidies up by itself while other threads still
    // work in it would bring it down. .NET says the same to it.
    private const ulong NoAtExit = 0x0008_0000;

    static OpenSsl()
    {
        NativeNames.Use();
        IsAvailable = NativeNames.TryLoad(NativeNames.Crypto, out _)
            && NativeNames.TryLoad(NativeNames.Ssl, out var ssl)
            && NativeLibrary.TryGetExport(ssl, "SSL_get0_peer_certificate", out _)
            && OPENSSL_init_ssl(NoAtExit, 0) == 1;
    }

    /// <summary>Whether OpenSSL 3 is on this machine.</summary>
    public static bool IsAvailable { get; }

    /// <summary>
    /// What went wrong last on this thread, in OpenSSL's words, or an empty text; what else it noted is forgotten.
    /// </summary>
    public static string TakeError()
    {
        var error = ERR_peek_last_error();
        ERR_clear_error();
        return error.Value == 0 ? "" : Marshal.PtrToStringUTF8(ERR_reason_error_string(error)) ?? "";
    }

    [LibraryImport(NativeNames.Ssl)]
    public static partial int OPENSSL_init_ssl(ulong options, nint settings);

    [LibraryImport(NativeNames.Ssl)]
    public static partial nint TLS_client_method();

    [LibraryImport(NativeNames.Ssl)]
    public static partial nint TLS_server_method();

    [LibraryImport(NativeNames.Ssl)]
    public static partial SslContextHandle SSL_CTX_new(nint method);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(NativeNames.Ssl)]
    public static partial CLong SSL_CTX_ctrl(SslContextHandle context, int command, CLong number, nint pointer);

    [LibraryImport(NativeNames.Ssl)]
    public static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(NativeNames.Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(SslContextHandle context, string ciphers);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_CTX_set_verify(SslContextHandle context, int mode, nint callback);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_CTX_set_cert_verify_callback(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(NativeNames.Ssl)]
    public static partial SslHandle SSL_new(SslContextHandle context);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_set_bio(SslHandle ssl, nint incoming, nint outgoing);

    [LibraryImport(NativeNames.Ssl)]
    public static partial int SSL_use_certificate(SslHandle ssl, CertificateHandle certificate);

    [LibraryImport(NativeNames.Ssl)]
    public static partial int SSL_use_PrivateKey(SslHandle ssl, KeyHandle key);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial int SSL_get_error(SslHandle ssl, int result);

    [LibraryImport(NativeNames.Ssl)]
    public static partial nint SSL_get_version(SslHandle ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial nint SSL_get_current_cipher(SslHandle ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial nint SSL_CIPHER_get_name(nint cipher);

    [LibraryImport(NativeNames.Ssl)]
    public static partial int SSL_CIPHER_get_digest_nid(nint cipher);

    [LibraryImport(NativeNames.Ssl)]
    public static partial nint SSL_get0_peer_certificate(SslHandle ssl);

    [LibraryImport(NativeNames.Ssl)]
    public static partial int SSL_export_keying_material(
        SslHandle ssl,
        byte* keys,
        nuint length,
        byte* label,
        nuint labelLength,
        byte* context,
        nuint contextLength,
        int useContext);

    [LibraryImport(NativeNames.Crypto)]
    public static partial nint BIO_s_mem();

    [LibraryImport(NativeNames.Crypto)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(NativeNames.Crypto)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(NativeNames.Crypto)]
    public static partial int BIO_read(nint bio, byte* bytes, int length);

    [LibraryImport(NativeNames.Crypto)]
    public static partial int BIO_write(nint bio, byte* bytes, int length);

    [LibraryImport(NativeNames.Crypto)]
    public static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(NativeNames.Crypto)]
    public static partial CertificateHandle d2i_X509(nint reuse, byte** der, CLong length);

    [LibraryImport(NativeNames.Crypto)]
    public static partial int i2d_X509(nint certificate, byte** der);

    [LibraryImport(NativeNames.Crypto)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(NativeNames.Crypto)]
    public static partial KeyHandle d2i_AutoPrivateKey(nint reuse, byte** der, CLong length);

    [LibraryImport(NativeNames.Crypto)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(NativeNames.Crypto)]
    public static partial int X509_check_private_key(CertificateHandle certificate, KeyHandle key);

    [LibraryImport(NativeNames.Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(NativeNames.Crypto)]
    private static partial CULong ERR_peek_last_error();

    [LibraryImport(NativeNames.Crypto)]
    private static partial nint ERR_reason_error_string(CULong error);

    /// <summary>
    /// Takes the peer's certificate whatever it is: it is shown to the node, whose decision it is. That the peer has
    /// its key is proved by the handshake all the same.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int TakeCertificate(nint store, nint argument) => 1;
}
