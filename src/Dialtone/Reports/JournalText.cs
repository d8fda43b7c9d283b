using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;

namespace Dialtone.Reports;

/// <summary>One line for each journal entry, for people who want to see everything.</summary>
public static class JournalText
{
    /// <summary>The entry's time, name and content.</summary>
    public static string Of(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Words.Printable($"{entry.At} {entry.GetType().Name}: {Content(entry)}");
    }

    private static string Content(JournalEntry entry) => entry switch
    {
        JournalEntry.PoweredOn e => $"{e.Account} as {e.Profile}, "
            + (e.Memory is { } memory ? $"remembers {memory.Registrar.Host}" : "remembers nothing"),
        JournalEntry.CycleBegan e => $"{e.Cycle} cycle",
        JournalEntry.CycleFailed e => $"{e.Cycle} cycle: {e.Why}",
        JournalEntry.DnsSeen e => $"{Words.Of(e.Question, e.Domain)} {Words.Of(e.Outcome.Status)}{Tries(e.Outcome)}",
        JournalEntry.Resolved e => $"{e.Candidate.Host} {Words.Of(e.Outcome.Status)} "
            + $"[{string.Join(", ", e.Outcome.Addresses)}]{Tries(e.Outcome)}",
        JournalEntry.DhcpSeen e => $"{e.Outcome.Status}{DhcpText.AnswersOf(e.Outcome)}",
        JournalEntry.Dhcp6Seen e => $"{e.Outcome.Status}{Dhcp6Text.AnswersOf(e.Outcome)}",
        JournalEntry.LyncdiscoverSeen e => LyncdiscoverText.Of(e.Outcome)
            + string.Concat(e.Outcome.Failures.Select(f => $"; {LyncdiscoverText.Of(f)}")),
        JournalEntry.Planned e => $"{e.Cycle} cycle: [{string.Join(", ", e.Candidates.Select(Name))}]"
            + string.Concat(e.Rejected.Select(r => $", not {r.Host}: {Words.Of(r.Reason)}")),
        JournalEntry.AttemptBegan e => Name(e.Candidate),
        JournalEntry.SetAside e => $"{Name(e.Candidate)} failed lately, for another {Words.Of(e.For)}",
        JournalEntry.AheadBegan e => $"{Name(e.Candidate)}, since {Name(e.Silent)} is silent",
        JournalEntry.AheadDropped e => Name(e.Candidate),
        JournalEntry.AttemptFailed e => $"{Name(e.Candidate)} at {Words.Of(e.FailedAt)}{(e.Final ? ", for good" : "")}",
        JournalEntry.Connected e => $"{e.Local} → {e.Remote} in {Words.Of(e.Took)}",
        JournalEntry.SmallSegments e => $"{e.Remote}",
        JournalEntry.ConnectFailed e => $"{e.Remote} {e.Why} after {Words.Of(e.Took)} {e.Detail}".TrimEnd(),
        JournalEntry.RaceLost e => $"{e.Remote} after {Words.Of(e.Took)}",
        JournalEntry.Secured e => $"{e.Facts.Protocol} {e.Facts.CipherSuite}, {e.Verdict}, chain "
            + string.Join(" ← ", e.Facts.Chain.Select(c => c.Subject)),
        JournalEntry.HandshakeFailed e => $"{e.Remote} {e.Why} after {Words.Of(e.Took)} {e.Detail}".TrimEnd(),
        JournalEntry.Challenged e => $"offered [{string.Join(", ", e.Offered)}], chose {e.Chosen}",
        JournalEntry.SchemePassedOver e => $"{ProofText.NameOf(e.Scheme)} {e.Why} {e.Host} {e.Detail}".TrimEnd(),
        JournalEntry.Authenticated e => string.Create(
            CultureInfo.InvariantCulture, $"{ProofText.NameOf(e.Scheme)} version {e.Version} to {e.Target}, ")
            + $"again in {Words.Of(e.RenewIn)} {e.Detail}".TrimEnd(),
        JournalEntry.AssociationLost e => $"{Name(e.Candidate)} {ProofText.NameOf(e.Scheme)} {e.Diagnostics}".TrimEnd(),
        JournalEntry.CertificateDropped e => string.Create(
            CultureInfo.InvariantCulture, $"{Name(e.Candidate)}, valid until {e.NotAfter:O} {e.Diagnostics}").TrimEnd(),
        JournalEntry.SignatureRefused e => $"{Name(e.Candidate)} at {e.Remote} {e.Message}: {e.Fault}",
        JournalEntry.Registered e => string.Create(
            CultureInfo.InvariantCulture,
            $"{Name(e.Candidate)} at {e.Remote}, {e.Mechanism}, {e.Expires.TotalSeconds:0} s")
            + (e.Refresh ? ", refresh" : "") + Granted(e.Grants ?? new()),
        JournalEntry.RegisterFailed e => $"{Name(e.Candidate)} at {e.Remote} {Words.Of(e.Failure)}",
        JournalEntry.Redirected e => $"{e.Candidate.Host} → [{string.Join(", ", e.To.Select(Name))}]"
            + string.Concat(e.Rejected.Select(r => $", not {r.Host}: {Words.Of(r.Reason)}")),
        JournalEntry.BackupIdle e => $"{Name(e.Backup)} for {Name(e.Primary)} {Words.Of(e.Failure)}"
            + (e.NeverSignedIn ? ", never signed in" : ""),
        JournalEntry.Provisioned e => ServiceText.Of(e.Settings) + $"; groups [{string.Join(", ", e.Settings.Groups)}]"
            + Named("unasked", e.Settings.UnaskedGroups) + Named("unusable", e.Settings.Unusable)
            + $"; MRAS {e.Settings.MrasUri}; updates {e.Settings.UpdatesUrl}",
        JournalEntry.ProvisioningFailed e => ServiceText.Of(e) + (e.IsExpected ? ", as expected" : ""),
        JournalEntry.Located e => $"{e.Name} {Words.Of(e.Outcome.Status)} "
            + $"[{string.Join(", ", e.Outcome.Addresses)}]{Tries(e.Outcome)}",
        JournalEntry.RelayCredentialsGranted e => $"for {Words.Of(e.Life)}, relays [{string.Join(", ", e.Relays)}]"
            + (e.LeftByToken is { } left && left < e.Life ? $", by what stands in them {Words.Of(left)}" : ""),
        JournalEntry.RelayCredentialsFailed e => ServiceText.Of(e),
        JournalEntry.RelayChecked e => $"{RelayText.NameOf(e.Outcome.Target)} {e.Outcome.Status} at "
            + $"{e.Outcome.Step} after {Words.Of(e.Outcome.Took)}: {RelayText.Of(e.Outcome)}",
        JournalEntry.WebCalled e => $"{e.Outcome.Method} {e.Outcome.Url} {WebText.Of(e.Outcome)} "
            + $"in {Words.Of(e.Outcome.Took)}" + string.Concat(e.Outcome.Tries.Select(t => $"; {WebText.Of(t)}")),
        JournalEntry.CertificateSought e => $"{e.Url} ({CertificateText.Of(e.Source)})",
        JournalEntry.CertificateObtained e => $"{e.Certificate} in {Words.Of(e.Took)}",
        JournalEntry.UserFound e => CertificateText.Of(e),
        JournalEntry.CertificateFailed e => $"{CertificateText.Of(e.Failure)} after {Words.Of(e.Took)}",
        JournalEntry.RootsLearned e => RootText.Of(e.Roots),
        JournalEntry.RootsNotLearned e => RootText.Of(e.Failure),
        JournalEntry.MemorySaved e => $"{e.Memory.Registrar.Host} [{string.Join(", ", e.Memory.RegistrarAddresses)}]"
            + Named("home", e.Memory.Home.Select(each => each.Registrar.Host.Text))
            + Named("relays", e.Memory.MediaRelays.Select(each => each.Host.Text)),
        JournalEntry.SaveFailed e => e.Detail,
        JournalEntry.MemorySetAside e => e.Why,
        JournalEntry.BindingLost e => $"{Name(e.Candidate)} {e.Action}",
        JournalEntry.RegistrationNotice e => $"{Name(e.Candidate)} {e.Notice.Kind}"
            + (e.Notice.IsOver ? ", over" : "") + (e.Preferred is { } to ? $", to {Name(to)}" : "")
            + (e.Diagnostics.Length == 0 ? "" : $", {e.Diagnostics}"),
        JournalEntry.SurvivableModeBegan e => $"{Name(e.Candidate)} {e.Why}"
            + (e.Primary.IsEmpty ? "" : $", for {e.Primary}") + (e.Diagnostics.Length == 0 ? "" : $", {e.Diagnostics}"),
        JournalEntry.SurvivableModeEnded e => Name(e.Candidate),
        JournalEntry.ContactsReceived e => string.Create(
            CultureInfo.InvariantCulture, $"{e.Contacts} in {e.Groups} groups, state {e.Delta}")
            + (e.IsMigrated ? ", kept by Exchange" : ""),
        JournalEntry.ContactsChanged e => PresenceText.Of(e),
        JournalEntry.Published e => $"[{string.Join(", ", e.Publications.Publications.Select(one => one.Category))}]"
            + (e.Corrected ? ", corrected" : ""),
        JournalEntry.ContactsShown e => string.Join(" | ", PresenceText.Of(e.Snapshot)),
        JournalEntry.PresenceNotified e => e.Account,
        JournalEntry.NotificationMissed e => PresenceText.Of(e),
        JournalEntry.PresenceChanged e => PresenceText.Of(e),
        JournalEntry.OwnPresenceChanged e => PresenceText.Of(e),
        JournalEntry.PresenceFailed e => PresenceText.Of(e),
        JournalEntry.BackedOff e => $"{Words.Of(e.For)}, {e.Why}",
        JournalEntry.ChannelLost e => $"{Name(e.Candidate)} {e.Why} {e.Detail}".TrimEnd(),
        JournalEntry.NetworkChanged e =>
            e.Addresses.IsDefault ? "addresses not known" : $"[{string.Join(", ", e.Addresses)}]",
        JournalEntry.FailbackBegan e => $"{Name(e.Candidate)}, while {Name(e.Standing)} stands",
        JournalEntry.FailedBack e => $"from {Name(e.From)} to {Name(e.To)}",
        JournalEntry.Malformed e => string.Create(
            CultureInfo.InvariantCulture,
            $"{e.From} sent {e.Fault} at byte {e.Offset}: {Convert.ToHexStringLower(e.Bytes.AsSpan())}"),
        JournalEntry.SignedOut e => e.Confirmed ? "confirmed" : "not confirmed",
        _ => "done",
    };

    private static string Granted(RegistrationGrants grants) =>
        (grants.PresenceState is { } state ? $", {Words.Of(state)}" : "")
        + (grants.RemoteUser ? ", remote user" : "")
        + (grants.OffersProvisioning ? ", provisioning" : "")
        + (grants.OffersContacts ? ", contacts" : "")
        + (grants.OffersOwnPresence ? ", own presence" : "")
        + (grants.OffersBatchedPresence ? ", batches" : "")
        + (grants.Gruu.Length == 0 ? "" : $", GRUU {grants.Gruu}")
        + (grants.Outbound ? ", outbound" : "")
        + (grants.FlowTimer is { } timer ? $", Flow-Timer {Words.Of(timer)}" : "")
        + (grants.ServiceRoute.IsEmpty ? "" : $", Service-Route [{string.Join(", ", grants.ServiceRoute)}]")
        + (grants.Path.IsEmpty ? "" : $", Path [{string.Join(", ", grants.Path)}]")
        + (grants.PublicGruu.Length == 0 ? "" : $", GRUU {grants.PublicGruu}")
        + (grants.TemporaryGruu.Length == 0 ? "" : $", temporary GRUU {grants.TemporaryGruu}");

    private static string Named(string what, IEnumerable<string> names) =>
        names.Any() ? $", {what} [{string.Join(", ", names)}]" : "";

    private static string Name(Candidate candidate) =>
        $"{Words.PlaceOf(candidate)} over {Words.Of(candidate.Transport)} ({Words.Of(candidate.Source)})";

    private static string Tries(DnsOutcome outcome) =>
        string.Concat(outcome.Tries.Select(t => $"; {t.Server} {t.Status} in {Words.Of(t.Took)} {t.Detail}".TrimEnd()));
}
