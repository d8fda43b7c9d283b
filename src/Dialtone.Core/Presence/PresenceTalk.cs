using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;

namespace Dialtone.Core.Presence;

/// <summary>A request of contacts and presence, or the subscription that it became.</summary>
internal sealed class PresenceTalk(ServiceExchange exchange, PresenceRequest what, Instant at)
{
    public ServiceExchange Exchange => exchange;

    public PresenceRequest What => what;

    public bool IsSubscription =>
        what is PresenceRequest.ContactList or PresenceRequest.OwnPresence or PresenceRequest.ContactPresence;

    /// <summary>Whose presence it is about, without <c>sip:</c>.</summary>
    public ImmutableArray<string> Contacts { get; set; } = [];

    /// <summary>Whether it leaves at the pace of <see cref="PresenceStage.PacePerSecond"/>.</summary>
    public bool IsPaced { get; init; }

    /// <summary>What it waits for.</summary>
    public PresenceTalkState State { get; set; }

    /// <summary>When that has come, or has not: to be sent, answered, or refreshed.</summary>
    public Instant At { get; set; } = at;

    /// <summary>When it was sent last.</summary>
    public Instant Began { get; set; }

    /// <summary>For how long the server granted it, last.</summary>
    public TimeSpan Granted { get; set; }

    /// <summary>By when its first content is to come; <c>null</c> once that is in, or was given up.</summary>
    public Instant? ContentBy { get; set; }

    /// <summary>Whether its first content is in, or will not come.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether something of it was missed: no notice puts its refresh off.</summary>
    public bool IsStale { get; set; }

    /// <summary>Whether it takes the place of one that the server knew no more.</summary>
    public bool IsSecond { get; init; }
}
