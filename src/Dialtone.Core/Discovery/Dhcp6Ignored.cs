namespace Dialtone.Core.Discovery;

/// <summary>
/// Datagrams that came to the DHCPv6 client port and were passed over, by reason (RFC 8415 section 16.10). A count
/// where an answer was expected says that something is there, and why it did not count.
/// </summary>
public sealed record Dhcp6Ignored
{
    /// <summary>Not a DHCPv6 message, and not with our transaction id either.</summary>
    public int NotDhcp { get; init; }

    /// <summary>A message of another kind than REPLY.</summary>
    public int NotReply { get; init; }

    /// <summary>A REPLY to another transaction.</summary>
    public int OtherTransaction { get; init; }

    /// <summary>A REPLY with our transaction id for another client, or for none.</summary>
    public int OtherClient { get; init; }

    /// <summary>A REPLY to us that does not say of which server it is.</summary>
    public int NoServerIdentifier { get; init; }

    /// <summary>The same answer of the same server once more.</summary>
    public int Repeated { get; init; }

    /// <summary>An answer after as many as are kept.</summary>
    public int TooMany { get; init; }

    /// <summary>All of them.</summary>
    public int Total =>
        NotDhcp + NotReply + OtherTransaction + OtherClient + NoServerIdentifier + Repeated + TooMany;
}
