using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dialtone.Live.Security;

/// <summary>
/// The settings of TLS-DSK handshakes, made once in a process: making them costs as much as a signature. Certificates
/// are each handshake's own.
/// </summary>
internal static unsafe class TlsDskContexts
{
    // Suites with a MAC, whose hash the signatures are made with: first those of which captures exist, RSA's key
    // exchange before others because their keys only sign. Level 0 lets TLS 1.0 happen, which is all that Lync's
    // contemporaries speak here; what protects the connection is the TLS around it.
    private const string Ciphers =
        "AES128-SHA:AES256-SHA:ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:"
        + "AES128-SHA256:AES256-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:@SECLEVEL=0";

    /// <summary>The client's.</summary>
    public static SslContextHandle Client { get; } = Make(OpenSsl.TLS_client_method());

    /// <summary>The server's.</summary>
    public static SslContextHandle Server { get; } = Make(OpenSsl.TLS_server_method());

    private static SslContextHandle Make(nint method)
    {
        var context = OpenSsl.SSL_CTX_new(method);

        // TLS 1.3 ends on another side and exports by another formula. A ticket or a cached session would be of no use,
        // and a server that does not know secure renegotiation is never asked to renegotiate.
        const ulong Options = OpenSsl.NoTicket | OpenSsl.NoRenegotiation | OpenSsl.LegacyServerConnect;
        if (context.IsInvalid
            || OpenSsl.SSL_CTX_ctrl(context, OpenSsl.SetMinProtocol, new CLong(OpenSsl.Tls10), 0).Value != 1
            || OpenSsl.SSL_CTX_ctrl(context, OpenSsl.SetMaxProtocol, new CLong(OpenSsl.Tls12), 0).Value != 1
            || OpenSsl.SSL_CTX_set_cipher_list(context, Ciphers) != 1)
        {
            throw new CryptographicException(OpenSsl.TakeError());
        }

        _ = OpenSsl.SSL_CTX_set_options(context, Options);
        _ = OpenSsl.SSL_CTX_ctrl(context, OpenSsl.SetSessionCacheMode, new CLong(0), 0);
        OpenSsl.SSL_CTX_set_verify(context, OpenSsl.VerifyPeerOrFail, 0);
        OpenSsl.SSL_CTX_set_cert_verify_callback(context, &OpenSsl.TakeCertificate, 0);
        return context;
    }
}
