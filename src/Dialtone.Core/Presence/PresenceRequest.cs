namespace Dialtone.Core.Presence;

/// <summary>What a request of contacts and presence is about.</summary>
public enum PresenceRequest : byte
{
    /// <summary>SUBSCRIBE to the contact list.</summary>
    ContactList,

    /// <summary>SUBSCRIBE to one's own publications, containers and subscribers.</summary>
    OwnPresence,

    /// <summary>SUBSCRIBE to the presence of contacts.</summary>
    ContactPresence,

    /// <summary>SERVICE that puts the usual members into containers.</summary>
    Containers,

    /// <summary>SERVICE that publishes device and state.</summary>
    Publication,

    /// <summary>SERVICE that takes note of subscribers.</summary>
    Subscribers,
}
