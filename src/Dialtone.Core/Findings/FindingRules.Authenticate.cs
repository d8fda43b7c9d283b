using System.Text;
using Dialtone.Core.Journal;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Auth.Signatures;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Authenticate() =>
        [SchemesPassedOver, SchemesWithoutCredential, ProofsForgotten, CertificatesDropped, DigestsWeak];

    private static IEnumerable<Finding> SchemesPassedOver(JournalView journal) =>
        journal.Of<JournalEntry.SchemePassedOver>()
            .GroupBy(passed => (Definition: DefinitionOf(passed), passed.Candidate.Host, passed.Scheme))
            .Where(same => same.Key.Definition is not null)
            .Select(same => Found(
                journal, same.Key.Definition!, same.Key.Host.Text, same,
                ("registrar", same.Key.Host.Text),
                ("scheme", NameOf(same.Key.Scheme)),
                ("option", NameOf(same.Key.Scheme).ToLowerInvariant()),
                ("why", WordsOf(same.First())),
                ("detail", same.First().Detail.Length > 0 ? same.First().Detail : "the library is not there"),
                ("target", $"sip/{same.Key.Host}"),
                ("realm", RealmOf(journal))));

    private static FindingDefinition? DefinitionOf(JournalEntry.SchemePassedOver passed) => (passed.Why, passed.Host)
        switch
        {
            // Of no credential it is told where nothing else began; of no certificate the way to one tells more.
            (SchemeFault.NoCredential or SchemeFault.NoCertificate, _) => null,
            (SchemeFault.Host, SecurityFault.NoTicketServer) => Catalogue.KerberosNoTicketServer,
            (SchemeFault.Host, SecurityFault.UserUnknown) => Catalogue.KerberosUserUnknown,
            (SchemeFault.Host, SecurityFault.ServiceUnknown) => Catalogue.KerberosServiceUnknown,
            (SchemeFault.Host, SecurityFault.NotAvailable) => Catalogue.SecurityLibraryMissing,
            (SchemeFault.Host, SecurityFault.NoCredential) => Catalogue.NoTicket,
            (SchemeFault.Host, SecurityFault.ClockSkew) => Catalogue.ClockSkew,
            _ => Catalogue.SchemePassedOver,
        };

    private static string WordsOf(JournalEntry.SchemePassedOver passed) => passed.Why switch
    {
        SchemeFault.HostSilent => "this machine did not come to an end with it",
        SchemeFault.Malformed => "what the server sent for it cannot be read",
        SchemeFault.NotAgreed => "the server does not agree to what it needs",
        _ when passed.Detail.Length > 0 => passed.Detail,
        _ => "its part on this machine failed",
    };

    /// <summary>A scheme that there is nothing for is missed where no other could begin.</summary>
    private static IEnumerable<Finding> SchemesWithoutCredential(JournalView journal)
    {
        foreach (var failed in journal.Of<JournalEntry.RegisterFailed>().Where(each => each.Failure.Kind
            is RegisterFailureKind.NoSchemeBegan or RegisterFailureKind.NothingUsableOffered))
        {
            var missed = journal.Of<JournalEntry.SchemePassedOver>().FirstOrDefault(
                passed => passed.Candidate.Host == failed.Candidate.Host && passed.Why == SchemeFault.NoCredential
                    && passed.Scheme is SipScheme.Kerberos or SipScheme.Ntlm);
            if (missed is not null && !IsPassedOverOtherwise(journal, failed))
            {
                yield return Found(
                    journal,
                    missed.Scheme == SipScheme.Ntlm ? Catalogue.NtlmNeedsPassword : Catalogue.KerberosNeedsRealm,
                    failed.Candidate.Host.Text, [missed, failed],
                    ("registrar", failed.Candidate.Host.Text), ("offered", List(failed.Failure.Offered)));
                yield break;
            }
        }
    }

    private static bool IsPassedOverOtherwise(JournalView journal, JournalEntry.RegisterFailed failed) =>
        journal.Of<JournalEntry.SchemePassedOver>().Any(
            passed => passed.Candidate.Host == failed.Candidate.Host && passed.Why != SchemeFault.NoCredential);

    private static IEnumerable<Finding> ProofsForgotten(JournalView journal) =>
        journal.Of<JournalEntry.AssociationLost>().GroupBy(lost => lost.Candidate.Host)
            .Select(same => Diagnosed(
                Found(
                    journal, Catalogue.AssociationForgotten, same.Key.Text, same,
                    ("registrar", same.Key.Text), ("scheme", NameOf(same.First().Scheme))),
                same.First().Diagnostics));

    private static IEnumerable<Finding> CertificatesDropped(JournalView journal) =>
        journal.Of<JournalEntry.CertificateDropped>()
            // One that was got a moment before was not kept: that it is refused is another finding.
            .Where(dropped => !journal.Entries.TakeWhile(entry => !ReferenceEquals(entry, dropped))
                .OfType<JournalEntry.CertificateObtained>().Any())
            .GroupBy(dropped => dropped.Candidate.Host)
            .Select(same => Diagnosed(
                Found(
                    journal, Catalogue.KeptCertificateRefused, same.Key.Text, same, ("registrar", same.Key.Text)),
                same.First().Diagnostics));

    private static IEnumerable<Finding> DigestsWeak(JournalView journal) => journal.Of<JournalEntry.Challenged>()
        .Where(asked => !asked.Offered.IsEmpty && asked.Offered.All(IsWeak))
        .GroupBy(asked => asked.Candidate.Host)
        .Select(same => Found(journal, Catalogue.WeakDigest, same.Key.Text, same, ("registrar", same.Key.Text)));

    private static bool IsWeak(string offered) => offered.StartsWith("Digest", StringComparison.OrdinalIgnoreCase)
        && (offered.EndsWith("MD5", StringComparison.OrdinalIgnoreCase)
            || offered.EndsWith("Digest", StringComparison.OrdinalIgnoreCase));

    private static string NameOf(SipScheme scheme) => Encoding.ASCII.GetString(SipSchemeNames.NameOf(scheme));

    private static string RealmOf(JournalView journal) =>
        journal.Domain.IsEmpty ? "REALM" : journal.Domain.Text.ToUpperInvariant();
}
