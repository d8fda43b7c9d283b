using System.Collections.Immutable;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Presence;

/// <summary>The requests of contacts and presence.</summary>
internal static class PresenceRequests
{
    // What servers of this family and older ones send.
    private const string AcceptedPresence = PresenceContentTypes.Categories + ", application/xpidf+xml, "
        + "text/xml+msrtc.pidf, application/pidf+xml, " + PresenceContentTypes.Rlmi + ", "
        + PresenceContentTypes.MultipartRelated;

    private static readonly byte[] WantedOfSelf = RoamingRequest.OfPhone.ToBytes();

    public static ServiceRequest ForContacts(string user) => new(SipMethod.Subscribe, user, "", default)
    {
        Event = PresenceEvents.RoamingContacts,
        Accept = PresenceContentTypes.RoamingContacts,
        Supported = "ms-ucs",
    };

    public static ServiceRequest ForSelf(string user) =>
        new(SipMethod.Subscribe, user, PresenceContentTypes.RoamingSelf, WantedOfSelf)
        {
            Event = PresenceEvents.RoamingSelf,
            Accept = PresenceContentTypes.RoamingSelf,
        };

    /// <summary>Follows the presence of contacts.</summary>
    /// <param name="uri">Whom it is asked of: the user, a pool, or the contact.</param>
    /// <param name="user">The user, without <c>sip:</c>.</param>
    /// <param name="action">The number of the action.</param>
    /// <param name="contacts">The contacts, without <c>sip:</c>.</param>
    /// <param name="batched">Whether the server takes many at a time.</param>
    public static ServiceRequest ForPresence(
        string uri, string user, uint action, ImmutableArray<string> contacts, bool batched) =>
        new(SipMethod.Subscribe, uri, PresenceContentTypes.CategoryListOfMany,
            new BatchSubscription(user, action, contacts, BatchSubscription.OfPhone).ToBytes())
        {
            Event = PresenceEvents.Presence,
            Accept = AcceptedPresence,
            Require = batched ? "adhoclist, categoryList" : "categoryList",
            Supported = batched ? "eventlist" : "",
        };

    public static ServiceRequest ForContainers(string user, ContainerChanges changes) =>
        new(SipMethod.Service, user, PresenceContentTypes.SetContainerMembers, changes.ToBytes());

    public static ServiceRequest ForPublication(string user, PublishRequest publications) =>
        new(SipMethod.Service, user, PresenceContentTypes.Publish, publications.ToBytes());

    public static ServiceRequest ForSubscribers(string user, SubscriberAcknowledgement acknowledged) =>
        new(SipMethod.Service, user, PresenceContentTypes.SetSubscribers, acknowledged.ToBytes());
}
