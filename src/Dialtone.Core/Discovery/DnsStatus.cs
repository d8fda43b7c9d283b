namespace Dialtone.Core.Discovery;

/// <summary>What became of a DNS question. Each needs another remedy, so none is folded into another.</summary>
public enum DnsStatus : byte
{
    /// <summary>Not asked: never shown as "no".</summary>
    NotAsked,

    /// <summary>Records of the wanted type came.</summary>
    Answered,

    /// <summary>NXDOMAIN: the name does not exist (RFC 2308 section 2.1).</summary>
    NoSuchName,

    /// <summary>The name exists without records of that type (RFC 2308 section 2.2).</summary>
    NoData,

    /// <summary>SERVFAIL, FORMERR or NOTIMP from every server.</summary>
    ServerFailure,

    /// <summary>REFUSED by every server.</summary>
    Refused,

    /// <summary>No server answered in time.</summary>
    TimedOut,

    /// <summary>Answers came that cannot be read, or that go round in a circle.</summary>
    Malformed,

    /// <summary>No server could be reached: the system refused to send, or an ICMP error came back.</summary>
    Unreachable,

    /// <summary>No DNS server is configured.</summary>
    NoServer,

    /// <summary>The device went on before any server had to answer: nothing is known of them.</summary>
    NotAwaited,
}
