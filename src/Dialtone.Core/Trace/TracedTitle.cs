using Dialtone.Core.Net;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Trace;

/// <summary>What stands on the arrow of a ladder.</summary>
internal static class TracedTitle
{
    /// <summary>A query: what is asked. An answer: what there is.</summary>
    public static string Of(DnsMessage message)
    {
        if (!message.IsResponse)
        {
            return message.Question is { } asked ? $"{Name(asked.Type)} {asked.Name}" : "DNS query";
        }

        var type = message.Question?.Type ?? DnsType.None;
        var count = message.Answers.Count(record => record.Data.Type == type);
        return message switch
        {
            { IsTruncated: true } => "truncated answer",
            { ResponseCode: DnsResponseCode.NoSuchName } => "NXDOMAIN",
            { ResponseCode: DnsResponseCode.ServerFailure } => "SERVFAIL",
            { ResponseCode: DnsResponseCode.Refused } => "REFUSED",
            { ResponseCode: DnsResponseCode.FormatError } => "FORMERR",
            { ResponseCode: not DnsResponseCode.NoError } => $"DNS error {(int)message.ResponseCode}",
            _ => count switch
            {
                0 => $"no {Name(type)} record",
                1 => $"1 {Name(type)} record",
                _ => $"{count} {Name(type)} records",
            },
        };
    }

    /// <summary>How a connection ended.</summary>
    public static string Of(ChannelEnd why) => why switch
    {
        ChannelEnd.ClosedByPeer => "closed by peer",
        ChannelEnd.Refused => "refused",
        ChannelEnd.Unreachable => "unreachable",
        ChannelEnd.TimedOut => "timed out",
        ChannelEnd.Reset => "reset by peer",
        ChannelEnd.NotPermitted => "not permitted",
        ChannelEnd.LocalAddressUnavailable => "local address unavailable",
        ChannelEnd.LocalPortTaken => "local port taken",
        ChannelEnd.LocalAddressGone => "local address gone",
        ChannelEnd.NotTls => "not TLS",
        ChannelEnd.ClosedDuringHandshake => "closed during TLS handshake",
        ChannelEnd.TlsAlert => "TLS alert",
        ChannelEnd.TlsNotAgreed => "no common TLS version or cipher suite",
        ChannelEnd.TlsFailed => "TLS failed",
        _ => "failed",
    };

    private static string Name(DnsType type) => type.ToString().ToUpperInvariant();
}
