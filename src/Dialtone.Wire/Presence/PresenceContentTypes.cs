namespace Dialtone.Wire.Presence;

/// <summary>The types of bodies of contacts and presence, for Content-Type and Accept.</summary>
public static class PresenceContentTypes
{
    /// <summary>A contact list, or a change of it.</summary>
    public const string RoamingContacts = "application/vnd-microsoft-roaming-contacts+xml";

    /// <summary>What of one's own is asked for, and what of it there is.</summary>
    public const string RoamingSelf = "application/vnd-microsoft-roaming-self+xml";

    /// <summary>The contacts and categories of a batched subscription.</summary>
    public const string CategoryListOfMany = "application/msrtc-adrl-categorylist+xml";

    /// <summary>The categories of one user.</summary>
    public const string Categories = "application/msrtc-event-categories+xml";

    /// <summary>The list that a notification of many users begins with (RFC 4662).</summary>
    public const string Rlmi = "application/rlmi+xml";

    /// <summary>Parts that belong together (RFC 2387).</summary>
    public const string MultipartRelated = "multipart/related";

    /// <summary>A publication.</summary>
    public const string Publish = "application/msrtc-category-publish+xml";

    /// <summary>What is wrong with a publication.</summary>
    public const string Fault = "application/msrtc-fault+xml";

    /// <summary>Subscribers that the user has taken note of.</summary>
    public const string SetSubscribers = "application/msrtc-presence-setsubscriber+xml";

    /// <summary>Members that containers get and lose.</summary>
    public const string SetContainerMembers = "application/msrtc-setcontainermembers+xml";
}
