namespace Dialtone.Core.Discovery;

/// <summary>
/// Datagrams that came to the client port and were passed over, by reason. Port 68 hears what is meant for others; a
/// count where an answer was expected says that something is there, and why it did not count.
/// </summary>
public sealed record DhcpIgnored
{
    /// <summary>Not a DHCP message, and not with our transaction id either.</summary>
    public int NotDhcp { get; init; }

    /// <summary>A request, not a reply.</summary>
    public int NotReply { get; init; }

    /// <summary>A reply to another transaction.</summary>
    public int OtherTransaction { get; init; }

    /// <summary>A reply with our transaction id for another hardware address.</summary>
    public int OtherHardware { get; init; }

    /// <summary>A reply to us that is not a DHCPACK.</summary>
    public int NotAck { get; init; }

    /// <summary>The same answer of the same server once more.</summary>
    public int Repeated { get; init; }

    /// <summary>An answer after as many as are kept.</summary>
    public int TooMany { get; init; }

    /// <summary>All of them.</summary>
    public int Total => NotDhcp + NotReply + OtherTransaction + OtherHardware + NotAck + Repeated + TooMany;
}
