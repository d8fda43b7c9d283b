using System.Collections.Immutable;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>A subscription of an endpoint to contacts or presence, over its connection.</summary>
internal sealed class PresenceSubscription
{
    public required SipAccount Account { get; init; }

    /// <summary>The event package.</summary>
    public required string Package { get; init; }

    public required string CallId { get; init; }

    /// <summary>Where its notifications go: the Contact URI.</summary>
    public required string Target { get; set; }

    /// <summary>To of the SUBSCRIBE with the tag of the answer: From of its notifications.</summary>
    public required string From { get; init; }

    /// <summary>From of the SUBSCRIBE: To of its notifications.</summary>
    public required string To { get; init; }

    /// <summary>Whether notifications are not answered.</summary>
    public required bool ByBeNotify { get; init; }

    /// <summary>Whose presence it is about, without <c>sip:</c>.</summary>
    public ImmutableArray<string> Contacts { get; set; } = [];

    /// <summary>For how long it was granted, and is again with every notification.</summary>
    public TimeSpan Granted { get; set; }

    public Instant EndsAt { get; set; }

    /// <summary>The revision of the directory that was told last.</summary>
    public long Seen { get; set; }

    /// <summary>The state of the contact list that was told last.</summary>
    public uint Delta { get; set; }

    /// <summary>The number of the last notification.</summary>
    public uint CSeq { get; set; } = 1;
}
