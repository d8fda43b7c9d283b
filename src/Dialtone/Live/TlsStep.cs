using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>The TLS handshake on a connection that stands, by SslStream; and what it means when it fails.</summary>
internal static class TlsStep
{
    private const byte HandshakeRecord = 22;
    private const byte AlertRecord = 21;

    // Alerts of RFC 8446 section 6.2.
    private const byte ProtocolVersion = 70;
    private const byte InsufficientSecurity = 71;

    // What Windows calls no common algorithm: SEC_E_ALGORITHM_MISMATCH.
    private const int NoCommonAlgorithm = unchecked((int)0x80090331);

    private static readonly string[] NothingInCommon =
    [
        "alert protocol version", "alert insufficient security", "unsupported protocol", "no protocols available",
        "no ciphers available",
    ];

    /// <summary>
    /// What a TLS listener says to a peer that does not speak TLS: a fatal alert, protocol_version (RFC 5246 section
    /// 7.2), so that the peer can tell a TLS port from a broken one.
    /// </summary>
    public static ReadOnlySpan<byte> ProtocolVersionAlert => [AlertRecord, 3, 3, 0, 2, 2, ProtocolVersion];

    /// <summary>
    /// Does the client's part. The certificate is accepted whatever it is: its facts go to the node, which judges.
    /// </summary>
    [SuppressMessage("Security", "CA5359", Justification = 
        "CertificateJudge decides, from the facts, by the same rules as in simulation.")]
    public static async Task<(SslStream? Stream, TlsFacts? Facts, ChannelEnd Why, string Detail)> AsClientAsync(
        Stream connection, TlsRequest request, X509Certificate2Collection extraRoots, CancellationToken stop)
    {
        TlsFacts? shown = null;
        var first = new FirstBytesStream(connection);
        var tls = new SslStream(first, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = request.ExpectedName.Text,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = PeerChain.Policy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                shown = certificate is X509Certificate2 leaf && chain is not null
                    ? PeerChain.Facts(leaf, chain, extraRoots, request.LearnedRoots)
                    : null;
                return true;
            },
        };

        try
        {
            await tls.AuthenticateAsClientAsync(options, stop).ConfigureAwait(false);
            return shown is null
                ? throw new AuthenticationException("The server showed no certificate.")
                : (tls, Named(shown, tls), default, "");
        }
        catch (Exception error)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException)
            {
                throw;
            }

            var (why, detail) = Ended(error, first);
            return (null, shown, why, detail);
        }
    }

    /// <summary>
    /// Does the server's part, or answers <c>null</c> after telling a peer that does not speak TLS so. Any other
    /// failure is thrown: a listener has nobody to tell.
    /// </summary>
    /// <param name="socket">The connection.</param>
    /// <param name="identity">The certificate to present.</param>
    /// <param name="hasSpoken">Told when the first byte of the peer is there.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<SslStream?> AsServerAsync(
        Socket socket, SslStreamCertificateContext identity, Action hasSpoken, CancellationToken stop)
    {
        var peeked = new byte[1];
        var count = await socket.ReceiveAsync(peeked, SocketFlags.Peek, stop).ConfigureAwait(false);
        if (count == 0)
        {
            return null;
        }

        hasSpoken();
        if (peeked[0] != HandshakeRecord)
        {
            _ = await socket.SendAsync(ProtocolVersionAlert.ToArray(), stop).ConfigureAwait(false);
            return null;
        }

        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false), leaveInnerStreamOpen: false);
        try
        {
            var options = new SslServerAuthenticationOptions
            {
                ServerCertificateContext = identity,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            };
            await tls.AuthenticateAsServerAsync(options, stop).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What a failure of an established connection means, TLS or not.</summary>
    public static (ChannelEnd Why, string Detail) Ended(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return (SocketEnds.From(socket.SocketErrorCode, SocketUse.Stream), socket.Message);
            }

            if (SaysNothingInCommon(cause))
            {
                return (ChannelEnd.TlsNotAgreed, cause.Message);
            }

            if (IsAlert(cause))
            {
                return (ChannelEnd.TlsAlert, cause.Message);
            }
        }

        return (ChannelEnd.Failed, Innermost(error));
    }

    private static (ChannelEnd Why, string Detail) Ended(Exception error, FirstBytesStream first)
    {
        var bytes = first.First;
        if (bytes.Length > 0 && !IsTls(bytes))
        {
            return (ChannelEnd.NotTls, $"The first bytes were {first.Printable()}.");
        }

        if (bytes.Length >= 7 && bytes[0] == AlertRecord)
        {
            return (
                bytes[6] is ProtocolVersion or InsufficientSecurity ? ChannelEnd.TlsNotAgreed : ChannelEnd.TlsAlert,
                $"alert {bytes[6]}, {AlertName(bytes[6])}");
        }

        var (why, detail) = Ended(error);
        if (why != ChannelEnd.Failed)
        {
            return (why, detail);
        }

        // SslStream says "unexpected end" as an IOException without a cause; all else is about the handshake itself.
        return error is IOException { InnerException: null }
            ? (ChannelEnd.ClosedDuringHandshake, "")
            : (ChannelEnd.TlsFailed, detail);
    }

    // Content types of RFC 8446 section 5.1 are 20 to 24; the version that follows begins with 3 since SSL 3.0.
    private static bool IsTls(ReadOnlySpan<byte> bytes) =>
        bytes[0] is >= 20 and <= 24 && (bytes.Length < 2 || bytes[1] == 3);

    // OpenSSL names an alert that came from the peer in its message; there is no other way to learn of an encrypted
    // one.
    private static bool IsAlert(Exception cause) =>
        cause.InnerException is null && cause.Message.Contains(" alert ", StringComparison.Ordinal);

    // OpenSSL says it in words: of an alert that was encrypted, of an answer with a version that was not offered, and
    // where its own policy leaves nothing to offer.
    private static bool SaysNothingInCommon(Exception cause) =>
        cause is Win32Exception { NativeErrorCode: NoCommonAlgorithm }
        || Array.Exists(NothingInCommon, words => cause.Message.Contains(words, StringComparison.Ordinal));

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }

    private static TlsFacts Named(TlsFacts shown, SslStream tls) => shown with
    {
        Protocol = tls.SslProtocol switch
        {
            SslProtocols.Tls12 => "TLS 1.2",
            SslProtocols.Tls13 => "TLS 1.3",
            var other => other.ToString(),
        },
        CipherSuite = tls.NegotiatedCipherSuite.ToString(),
    };

    // RFC 8446 section 6 and RFC 5246 section 7.2: those that a server sends to a client that it does not like.
    private static string AlertName(byte description) => description switch
    {
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        ProtocolVersion => "protocol_version",
        InsufficientSecurity => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => "unknown",
    };
}
