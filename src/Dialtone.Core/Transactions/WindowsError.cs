using System.Globalization;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;

namespace Dialtone.Core.Transactions;

/// <summary>
/// The numbers and texts of Windows for what failed, since these are what administrators of Lync find in their notes:
/// of Winsock for sockets and names, of SSPI for TLS (winerror.h).
/// </summary>
internal static class WindowsError
{
    /// <summary>A signature is wrong (SEC_E_MESSAGE_ALTERED).</summary>
    public static string MessageAltered =>
        Text(-2146893041, "The message or signature supplied for verification has been altered");

    /// <summary>Why a connection ended, with the other side's address behind it.</summary>
    public static string Of(ChannelEnd end, string where, string detail = "") => end switch
    {
        ChannelEnd.TimedOut => Text(10060, "A connection attempt failed because the connected party did not properly "
            + "respond after a period of time, or established connection failed because connected host has failed to "
            + $"respond {where}"),
        ChannelEnd.Refused => Text(
            10061, $"No connection could be made because the target machine actively refused it {where}"),
        ChannelEnd.Unreachable => Text(10065, $"A socket operation was attempted to an unreachable host {where}"),
        ChannelEnd.Reset or ChannelEnd.ClosedByPeer or ChannelEnd.ClosedDuringHandshake => Text(
            10054, $"An existing connection was forcibly closed by the remote host {where}"),
        ChannelEnd.NotPermitted => Text(
            10013, $"An attempt was made to access a socket in a way forbidden by its access permissions {where}"),
        ChannelEnd.LocalAddressUnavailable or ChannelEnd.LocalAddressGone => Text(
            10049, $"The requested address is not valid in its context {where}"),
        ChannelEnd.LocalPortTaken => Text(
            10048,
            $"Only one usage of each socket address (protocol/network address/port) is normally permitted {where}"),
        ChannelEnd.NotTls => Text(-2146893048, $"The token supplied to the function is invalid {where}"),
        ChannelEnd.TlsAlert => Text(
            -2146893018, $"The message received was unexpected or badly formatted {where}"),
        ChannelEnd.TlsFailed or ChannelEnd.TlsNotAgreed => Text(
            -2146893007,
            $"The client and server cannot communicate, because they do not possess a common algorithm {where}"),
        _ => detail.Length > 0 ? $"{detail} {where}" : $"The connection failed {where}",
    };

    /// <summary>What is wrong with a server's certificate.</summary>
    public static string Of(CertificateVerdict verdict) => verdict switch
    {
        CertificateVerdict.NameMismatch => Text(-2146893022, "The target principal name is incorrect"),
        CertificateVerdict.Expired or CertificateVerdict.NotYetValid =>
            Text(-2146893016, "The received certificate has expired"),
        CertificateVerdict.Untrusted =>
            Text(-2146893019, "The certificate chain was issued by an authority that is not trusted"),
        CertificateVerdict.WrongUse => Text(-2146892983, "The certificate is not valid for the requested usage"),
        _ => Text(-2146893017, "An unknown error occurred while processing the certificate"),
    };

    /// <summary>What became of a name.</summary>
    public static string Of(DnsStatus status) => status switch
    {
        DnsStatus.NoSuchName => Text(11001, "No such host is known"),
        DnsStatus.NoData =>
            Text(11004, "The requested name is valid but no data of the requested type was found"),
        DnsStatus.TimedOut or DnsStatus.ServerFailure or DnsStatus.Unreachable => Text(
            11002, "This is usually a temporary error during hostname resolution and means that the local server did "
            + "not receive a response from an authoritative server"),
        _ => Text(11003, "A non-recoverable error occurred during a database lookup"),
    };

    private static string Text(int number, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}, {text}");
}
