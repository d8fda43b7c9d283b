namespace Dialtone.Wire.Presence;

/// <summary>The event packages of contacts and presence, as <c>Event</c> and <c>Allow-Events</c> name them.</summary>
public static class PresenceEvents
{
    /// <summary>The contact list.</summary>
    public const string RoamingContacts = "vnd-microsoft-roaming-contacts";

    /// <summary>One's own publications, containers and subscribers.</summary>
    public const string RoamingSelf = "vnd-microsoft-roaming-self";

    /// <summary>The presence of others (RFC 3856), by categories.</summary>
    public const string Presence = "presence";
}
