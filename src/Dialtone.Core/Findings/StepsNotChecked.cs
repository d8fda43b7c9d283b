using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;

namespace Dialtone.Core.Findings;

/// <summary>What a sign-in did not come to, or had no need of: nothing is said of it.</summary>
internal static class StepsNotChecked
{
    public static IEnumerable<NotChecked> Of(JournalView journal) =>
        Enum.GetValues<TransactionStep>().Where(step => step != TransactionStep.Redirect && !IsChecked(journal, step))
            .Select(step => new NotChecked(step, $"{NameOf(step)}: {WhyNot(journal, step)}."));

    private static bool IsChecked(JournalView journal, TransactionStep step) => journal.Entries.Any(entry => step switch
    {
        TransactionStep.Dhcp => entry is JournalEntry.DhcpSeen or JournalEntry.Dhcp6Seen,
        TransactionStep.Dns => entry is JournalEntry.DnsSeen or JournalEntry.LyncdiscoverSeen,
        TransactionStep.Resolve => entry is JournalEntry.Resolved,
        TransactionStep.Connect => entry is JournalEntry.Connected or JournalEntry.ConnectFailed,
        TransactionStep.Tls => entry is JournalEntry.Secured or JournalEntry.HandshakeFailed,
        TransactionStep.Challenge => entry is JournalEntry.Challenged,
        TransactionStep.WebTicket or TransactionStep.Certificate =>
            entry is JournalEntry.CertificateSought or JournalEntry.CertificateFailed,
        TransactionStep.Register => entry is JournalEntry.Registered or JournalEntry.RegisterFailed,
        TransactionStep.PresenceState => entry is JournalEntry.Registered,
        TransactionStep.Provision => entry is JournalEntry.Provisioned or JournalEntry.ProvisioningFailed,
        TransactionStep.Contacts => entry is JournalEntry.ContactsReceived
            or JournalEntry.PresenceFailed { What: Presence.PresenceRequest.ContactList },
        TransactionStep.Presence => entry is JournalEntry.ContactsShown or JournalEntry.PresenceFailed,
        TransactionStep.RelayCredentials =>
            entry is JournalEntry.RelayCredentialsGranted or JournalEntry.RelayCredentialsFailed,
        TransactionStep.RelayReach or TransactionStep.RelayAllocation => entry is JournalEntry.RelayChecked,
        _ => entry is JournalEntry.SignedOut,
    });

    private static string NameOf(TransactionStep step) => step switch
    {
        TransactionStep.Dhcp => "DHCP was not asked",
        TransactionStep.Dns => "DNS was not asked for the Registrar",
        TransactionStep.Resolve => "no name was looked up",
        TransactionStep.Connect => "no connection was tried",
        TransactionStep.Tls => "TLS was not tried",
        TransactionStep.Challenge => "nobody asked for proof",
        TransactionStep.WebTicket => "no web ticket was asked for",
        TransactionStep.Certificate => "no certificate was asked for",
        TransactionStep.Register => "REGISTER was not sent",
        TransactionStep.PresenceState => "the state of the user's services was not told",
        TransactionStep.Provision => "the settings were not asked for",
        TransactionStep.Contacts => "the contact list was not asked for",
        TransactionStep.Presence => "presence was not asked for",
        TransactionStep.RelayCredentials => "credentials for Media Relays were not asked for",
        TransactionStep.RelayReach => "Media Relays were not asked",
        TransactionStep.RelayAllocation => "nothing was allocated on a Media Relay",
        _ => "there was nothing to sign out from",
    };

    private static string WhyNot(JournalView journal, TransactionStep step) => step switch
    {
        TransactionStep.Dhcp or TransactionStep.Dns => WhyNotSought(journal, step),
        TransactionStep.WebTicket or TransactionStep.Certificate when HasCertificate(journal) =>
            "one was kept from before",
        TransactionStep.WebTicket or TransactionStep.Certificate when journal.IsSignedIn =>
            "the user was proved otherwise",
        TransactionStep.Challenge when journal.IsSignedIn => "the Registrar takes everybody",
        TransactionStep.Tls when journal.Of<JournalEntry.Connected>().Any() => "the connection is a plain one",
        TransactionStep.SignOut when journal.IsSignedIn => "the device was still signed in when this was written",
        _ when !journal.IsSignedIn => "the sign-in did not come so far",
        _ => WhyNotServed(journal, step),
    };

    private static string WhyNotSought(JournalView journal, TransactionStep step)
    {
        var isTarget = journal.Of<JournalEntry.CycleBegan>().Any(began => began.Cycle == Candidates.Cycle.Target);
        return isTarget ? "the Registrar was given"
            : journal.IsSignedIn ? "another source, or the last sign-in, named the Registrar"
            : step == TransactionStep.Dhcp ? "this kind of device does not ask it, or did not come so far"
            : "the sign-in did not come so far";
    }

    private static string WhyNotServed(JournalView journal, TransactionStep step) => step switch
    {
        TransactionStep.Provision or TransactionStep.Contacts or TransactionStep.Presence =>
            "the Registrar does not offer it, or nobody was to follow it",
        TransactionStep.RelayCredentials when journal.Of<JournalEntry.Provisioned>().Any() =>
            "the settings name no service that gives them",
        TransactionStep.RelayCredentials => "no settings named a service that gives them",
        _ when !journal.Of<JournalEntry.RelayCredentialsGranted>().Any() => "there are no credentials for them",
        _ => "this test does not try them",
    };

    private static bool HasCertificate(JournalView journal) =>
        journal.Of<JournalEntry.Authenticated>().Any(
            proved => proved.Scheme == Wire.Auth.Signatures.SipScheme.TlsDsk);
}
