using Dialtone.Lab.Nodes;

namespace Dialtone.Lab.Faults;

/// <content>What can go wrong with contacts and presence.</content>
internal static partial class LabFaultCatalogue
{
    private static readonly TimeSpan BriefSubscription = TimeSpan.FromSeconds(30);

    private static IEnumerable<LabFault> Presence()
    {
        yield return OfPresence("presence-silent", "SUBSCRIBE to contacts and presence gets no answer", (one, on) =>
            one.Silent = on);
        yield return OfPresence("presence-notify", "Contacts and presence come in NOTIFYs of their own", (one, on) =>
            one.Delivery = on ? ProvisioningDelivery.Notify : ProvisioningDelivery.InAnswer);
        yield return OfPresence("presence-benotify", "Contacts and presence come in BENOTIFYs of their own",
            (one, on) => one.Delivery = on ? ProvisioningDelivery.BeNotify : ProvisioningDelivery.InAnswer);
        yield return OfPresence("presence-malformed", "Documents of contacts and presence end in the middle",
            (one, on) => one.Malformed = on);
        yield return OfPresence("presence-403", "SUBSCRIBE to the presence of contacts gets 403", (one, on) =>
            one.PresenceRefusal = on ? new(403, "Forbidden") : null);
        yield return OfPresence("presence-resubscribe", "The presence of contacts is to be asked of the other pool",
            (one, on) => one.Resubscribes = on);
        yield return OfPresence("presence-brief", "Subscriptions are given for 30 s", (one, on) =>
            one.Expires = on ? (uint)BriefSubscription.TotalSeconds : null);
        yield return OfPresence("self-404", "SUBSCRIBE to one's own presence gets 404", (one, on) =>
            one.SelfRefusal = on ? new(404, "Not Found") : null);
        yield return OfPresence("containers-empty", "Containers have no members", (one, on) =>
            one.OmitsContainers = on);
        yield return OfPresence(
            "publish-wrong-version", "Publications name versions that are not the present ones: 409",
            (one, on) => one.RaisesVersions = on);
        yield return OfPresence("publish-403", "SERVICE that publishes gets 403", (one, on) =>
            one.PublishRefusal = on ? new(403, "Forbidden") : null);
        yield return OfPresence("contacts-488", "SUBSCRIBE to the contact list gets 488: Exchange alone keeps it",
            (one, on) => one.ContactsRefusal = on ? new(488, "Not Acceptable Here") : null);
        yield return OfPresence("contacts-503", "SUBSCRIBE to the contact list gets 503", (one, on) =>
            one.ContactsRefusal = on ? new(503, "Service Unavailable") : null);
        yield return OfPresence("contacts-migrated", "Contact lists are kept by Exchange, and empty here", (one, on) =>
            one.IsMigrated = on);
        yield return OfPresence("contacts-empty", "Contact lists are empty", (one, on) => one.Contacts = on ? 0 : null);
        yield return OfPresence("contacts-2000", "Contact lists have 2,000 contacts", (one, on) =>
            one.Contacts = on ? 2000 : null) with { IsCostly = true };
        yield return OfPresence("contacts-out-of-step", "Changes of contact lists name a state that nobody has",
            (one, on) => one.SkipsDeltas = on);
    }

    private static LabFault OfPresence(string name, string what, Action<PresenceBehaviour, bool> act) =>
        Behave(name, what, (one, on) => act(one.Presence, on));
}
