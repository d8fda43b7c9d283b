using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Xml;

namespace Dialtone.Lab.Faults;

/// <content>
/// What can go wrong behind a registration: settings in band, credentials for Media Relays, the relays.
/// </content>
internal static partial class LabFaultCatalogue
{
    private static IEnumerable<LabFault> Provisioning()
    {
        yield return Provide("provisioning-silent", "SUBSCRIBE for the settings gets no answer", (one, on) =>
            one.Silent = on);
        yield return Provide("provisioning-404", "SUBSCRIBE for the settings gets 404", (one, on) =>
            one.Refusal = on ? new(404, "Not Found") : null);
        yield return Provide("provisioning-488", "SUBSCRIBE for the settings gets 488", (one, on) =>
            one.Refusal = on ? new(488, "Not Acceptable Here") : null);
        yield return Provide("provisioning-503", "SUBSCRIBE for the settings gets 503 with Retry-After 30",
            (one, on) => one.Refusal = on ? new(503, "Service Unavailable", 30) : null);
        yield return Provide("provisioning-notify", "The settings come in a NOTIFY", (one, on) =>
            one.Delivery = on ? ProvisioningDelivery.Notify : ProvisioningDelivery.InAnswer);
        yield return Provide("provisioning-benotify", "The settings come in a BENOTIFY", (one, on) =>
            one.Delivery = on ? ProvisioningDelivery.BeNotify : ProvisioningDelivery.InAnswer);
        yield return Provide("provisioning-malformed", "The settings end in the middle", (one, on) =>
            one.Malformed = on);
        yield return Provide("provisioning-foreign", "Elements of another namespace stand among the settings",
            (one, on) => one.HasForeignElements = on);
        yield return Provide("provisioning-no-server", "The settings lack the group ServerConfiguration", (one, on) =>
            one.OmitsServerConfiguration = on);
        yield return Provide("provisioning-no-mras", "The settings name no source of relay credentials", (one, on) =>
            one.OmitsMrasUri = on);
        yield return Provide("provisioning-50-kb", "The settings have 50,000 bytes, as real ones do", (one, on) =>
            one.BodyBytes = on ? 50_000 : 0) with { IsCostly = true };
        yield return Provide("provisioning-1-mib", "The settings have 1 MiB", (one, on) =>
            one.BodyBytes = on ? XmlLimits.BodyBytesMax : 0) with { IsCostly = true };
    }

    private static IEnumerable<LabFault> RelayAuthentication()
    {
        yield return Authenticate("mras-silent", "SERVICE for relay credentials gets no answer", (one, on) =>
            one.Silent = on);
        yield return Authenticate("mras-404", "SERVICE for relay credentials gets 404", (one, on) =>
            one.Refusal = on ? new(404, "Not Found") : null);
        yield return Authenticate("mras-504", "The way to the Edge is broken: SERVICE gets 504", (one, on) =>
            one.Refusal = on ? new(504, "Server time-out") : null);
        foreach (var (name, reason) in new (string, MrasReason)[]
        {
            ("mras-request-malformed", MrasReason.RequestMalformed),
            ("mras-request-too-large", MrasReason.RequestTooLarge),
            ("mras-not-supported", MrasReason.NotSupported),
            ("mras-server-busy", MrasReason.ServerBusy),
            ("mras-time-out", MrasReason.TimeOut),
            ("mras-forbidden", MrasReason.Forbidden),
            ("mras-internal-error", MrasReason.InternalServerError),
            ("mras-other-failure", MrasReason.OtherFailure),
            ("mras-version-mismatch", MrasReason.VersionMismatch),
        })
        {
            yield return Authenticate(
                name, $"No credentials for relays, for the reason {MrasReasons.PhraseOf(reason)}",
                (one, on) => one.Reason = on ? reason : MrasReason.Ok);
        }

        yield return Authenticate("mras-malformed", "The answer with relay credentials ends in the middle", (one, on) =>
            one.Malformed = on);
        yield return Authenticate("mras-no-relays", "Relay credentials come without a relay", (one, on) =>
            one.OmitsRelays = on);
        yield return Authenticate("mras-unknown-host", "Relay credentials come with a name that DNS does not know",
            (one, on) => one.NamesUnknownHosts = on);
        yield return Authenticate("mras-foreign-keys", "Relay credentials are made with keys that no relay has",
            (one, on) => one.HasForeignKeys = on);
        yield return Authenticate("mras-expired", "Relay credentials are over when they are given", (one, on) =>
            one.GivesExpiredCredentials = on);
        yield return Authenticate("mras-brief", "Relay credentials hold for 5 minutes", (one, on) =>
            one.Duration = on ? TimeSpan.FromMinutes(5) : null);
    }

    private static IEnumerable<LabFault> MediaRelays()
    {
        yield return Relay("relay-refused", "Media Relays listen on no port", (one, on) =>
            (one.RefusesUdp, one.RefusesTcp) = (on, on));
        yield return Relay("relay-udp-refused", "Media Relays listen for TCP alone", (one, on) => one.RefusesUdp = on);
        yield return Relay("relay-tcp-refused", "Media Relays listen for UDP alone", (one, on) => one.RefusesTcp = on);
        yield return Relay("relay-silent", "Media Relays say nothing", (one, on) => one.Silent = on);
        yield return Relay("relay-close-after-accept", "Media Relays close every connection as soon as it stands",
            (one, on) => one.ClosesAfterAccept = on);
        yield return Relay("relay-unknown-user", "Media Relays know no user: 436", (one, on) =>
            one.Refusal = on ? MediaRelayRefusal.UnknownUsername : MediaRelayRefusal.None);
        yield return Relay("relay-wrong-key", "Media Relays find every proof wrong: 431", (one, on) =>
            one.Refusal = on ? MediaRelayRefusal.IntegrityCheckFailure : MediaRelayRefusal.None);
        yield return Relay("relay-expired", "Media Relays find all credentials too old: 430", (one, on) =>
            one.Refusal = on ? MediaRelayRefusal.StaleCredentials : MediaRelayRefusal.None);
        yield return Relay("relay-wrong-realm", "Media Relays name a realm that they do not check with", (one, on) =>
            one.WrongRealm = on);
        yield return Relay("relay-stale-nonce", "Media Relays find every nonce too old: 438", (one, on) =>
            one.StaleNonces = on);
        yield return new("relay-no-address", "The names of Media Relays have no address", (lab, on) =>
            Deny(lab, on, lab.Services.MediaRelays.Select(relay => relay.Settings.Name)));
        yield return new("relay-black-hole", "Media Relays are not reached and say nothing", (lab, on) =>
            Condition(lab, on, HostCondition.Silent, "edge1", "av", "turn"), FaultHosting.WorldOnly);
        yield return new("relay-reset", "Media Relays reset every connection as soon as it stands", (lab, on) =>
            Condition(lab, on, HostCondition.Resets, "edge1", "av", "turn"), FaultHosting.WorldOnly);
    }

    private static LabFault Provide(string name, string what, Action<ProvisioningBehaviour, bool> act) =>
        Behave(name, what, (one, on) => act(one.Provisioning, on));

    private static LabFault Authenticate(string name, string what, Action<RelayAuthenticationBehaviour, bool> act) =>
        new(name, what, (lab, on) => act(lab.Services.RelayAuthentication.Behaviour, on));

    private static LabFault Relay(string name, string what, Action<MediaRelayBehaviour, bool> act) =>
        new(name, what, (lab, on) =>
        {
            foreach (var relay in lab.Services.MediaRelays)
            {
                act(relay.Behaviour, on);
            }
        });
}
