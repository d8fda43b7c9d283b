using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    /// <summary>A registration of less is renewed all the time.</summary>
    private static readonly TimeSpan ExpiresLeast = TimeSpan.FromMinutes(2);

    /// <summary>A Registrar that takes longer is slow.</summary>
    private static readonly TimeSpan RegisterMost = TimeSpan.FromSeconds(4);

    private static IEnumerable<FindingRule> Register() =>
    [
        RegisterFailures, Redirects, Backups, WithoutTls, Registrations, BindingsLost,
    ];

    private static IEnumerable<Finding> RegisterFailures(JournalView journal) =>
        journal.Of<JournalEntry.RegisterFailed>()
            .Where(failed => !IsOfBackup(journal, failed))
            .GroupBy(failed => (Definition: DefinitionOf(journal, failed), failed.Candidate.Host))
            .Where(same => same.Key.Definition is not null)
            .Select(same => RegisterFailure(journal, same.Key.Definition!, same.Key.Host, [.. same]));

    private static Finding RegisterFailure(
        JournalView journal, FindingDefinition definition, HostName host,
        IReadOnlyList<JournalEntry.RegisterFailed> evidence)
    {
        var failure = evidence[^1].Failure;
        var signature = journal.Of<JournalEntry.SignatureRefused>()
            .LastOrDefault(refused => refused.Candidate.Host == host);
        return Diagnosed(
            Found(
                journal, definition, host.Text,
                signature is null || failure.Kind != RegisterFailureKind.ServerNotProved
                    ? evidence : [signature, .. evidence],
                ("registrar", host.Text),
                ("address", List(evidence.Select(each => each.Remote))),
                ("answer", AnswerOf(failure.Status, failure.Reason, failure.Diagnostics)),
                ("reason", failure.Reason.Length > 0 ? failure.Reason : "not a byte of it"),
                ("wait", failure.RetryAfter is { } wait ? $"in {Seconds(wait)}" : "after a while"),
                ("offered", failure.Offered.IsEmpty ? "a proof that it does not name" : List(failure.Offered)),
                ("message", signature?.Message ?? "answer"),
                ("fault", signature is null ? "unproved" : WordsOf(signature.Fault))),
            failure.Diagnostics);
    }

    private static FindingDefinition? DefinitionOf(JournalView journal, JournalEntry.RegisterFailed failed) =>
        failed.Failure.Kind switch
        {
            RegisterFailureKind.NoAnswer => Catalogue.RegisterNoAnswer,
            RegisterFailureKind.ConnectionLost when IsAsked(journal, failed) => Catalogue.ProofCutShort,
            // Of plain TCP that is told with connecting: nothing was answered there at all.
            RegisterFailureKind.ConnectionLost => failed.Candidate.Transport == SipTransport.Tls
                ? Catalogue.ConnectionClosedAtRegister : null,
            // What proves the user was refused on the way to a certificate: this Registrar never saw it.
            RegisterFailureKind.CredentialRejected or RegisterFailureKind.AccountUnusable
                when failed.Failure.Status == 0 && journal.Of<JournalEntry.CertificateFailed>().Any() =>
                Catalogue.NoSchemeBegan,
            RegisterFailureKind.ClockSkew when NumberIn(failed.Failure) != 1013 && HasOddTimes(journal) =>
                Catalogue.NoSchemeBegan,
            RegisterFailureKind.Malformed => Catalogue.RegisterAnswerMalformed,
            RegisterFailureKind.CredentialRejected => Catalogue.CredentialRejected,
            RegisterFailureKind.NothingUsableOffered => Catalogue.NoCommonMechanism,
            RegisterFailureKind.NoSchemeBegan => Catalogue.NoSchemeBegan,
            RegisterFailureKind.ClockSkew => Catalogue.ClockSkew,
            RegisterFailureKind.AccountUnusable => Catalogue.AccountUnusable,
            RegisterFailureKind.CertificateRejected => Catalogue.UserCertificateRejected,
            RegisterFailureKind.WrongAddress => Catalogue.WrongSipAddress,
            RegisterFailureKind.Forbidden => OfForbidden(failed.Failure),
            RegisterFailureKind.UserNotFound => OfUserNotFound(failed.Failure),
            RegisterFailureKind.Unavailable => OfUnavailable(failed.Failure),
            RegisterFailureKind.Refused => failed.Failure.Status == 480
                ? Catalogue.RegistrarUnavailable : Catalogue.RegisterRefused,
            RegisterFailureKind.TooManyRounds => Catalogue.RegisterEndless,
            RegisterFailureKind.ServerNotProved => OfServerNotProved(journal, failed),
            RegisterFailureKind.TooLargeForUdp => Catalogue.RegisterTooLarge,
            // Of a redirect the Redirected before it says more; TLS on the plain port is told with TLS.
            _ => null,
        };

    private static FindingDefinition OfForbidden(RegisterFailure failure) => NumberIn(failure) switch
    {
        4003 or 1012 => Catalogue.RemoteAccessNotEnabled,
        >= 17001 and <= 17004 => Catalogue.ClientVersionRefused,
        1005 => Catalogue.DestinationDomainUnknown,
        4007 => Catalogue.UserHomeUnknown,
        _ => Catalogue.RegisterForbidden,
    };

    private static FindingDefinition OfUserNotFound(RegisterFailure failure) => NumberIn(failure) switch
    {
        4006 or 4007 => Catalogue.UserHomeUnknown,
        1005 => Catalogue.DestinationDomainUnknown,
        _ => Catalogue.UserNotFound,
    };

    private static FindingDefinition OfUnavailable(RegisterFailure failure) => failure.Status switch
    {
        408 or 504 => Catalogue.RegistrarNextHopDead,
        500 => Catalogue.RegistrarError,
        _ => Catalogue.RegistrarUnavailable,
    };

    private static FindingDefinition OfServerNotProved(JournalView journal, JournalEntry.RegisterFailed failed) =>
        journal.Of<JournalEntry.SignatureRefused>().LastOrDefault(e => e.Candidate == failed.Candidate)?.Fault switch
        {
            null => Catalogue.ServerNotProved,
            SignatureFault.Missing => Catalogue.ServerSignatureMissing,
            _ => Catalogue.ServerSignatureWrong,
        };

    private static int NumberIn(RegisterFailure failure) =>
        Transactions.MsDiagnostics.TryRead(failure.Diagnostics, out var said) ? said.Id : 0;

    private static bool HasOddTimes(JournalView journal) => journal.Of<JournalEntry.CertificateFailed>().Any(
        failed => failed.Failure.Kind is CertificateFailureKind.TicketNotValid or CertificateFailureKind.NotValidNow);

    // Whether the Registrar had asked for proof on the connection that was lost.
    private static bool IsAsked(JournalView journal, JournalEntry.RegisterFailed failed) => journal.Entries
        .TakeWhile(entry => !ReferenceEquals(entry, failed)).Reverse()
        .TakeWhile(entry => entry is not (JournalEntry.Connected or JournalEntry.RegisterFailed))
        .OfType<JournalEntry.Challenged>().Any(asked => asked.Candidate == failed.Candidate);

    private static bool IsOfBackup(JournalView journal, JournalEntry.RegisterFailed failed) =>
        journal.Of<JournalEntry.BackupIdle>().Any(
            idle => idle.Backup == failed.Candidate && idle.Failure == failed.Failure);

    private static string WordsOf(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => "without a signature",
        SignatureFault.Malformed => "with a signature that cannot be read",
        SignatureFault.OtherAssociation => "with a signature of another realm or target",
        SignatureFault.Replayed => "with a signature that was there before",
        _ => "with a wrong signature",
    };

    private static IEnumerable<Finding> Backups(JournalView journal) => journal.Of<JournalEntry.BackupIdle>()
        .Where(idle => !IsRedirectToDead(journal, idle))
        .GroupBy(idle => (idle.Backup.Host, Primary: idle.Primary.Host, idle.NeverSignedIn))
        .Select(same => Diagnosed(
            Found(
                journal, same.Key.NeverSignedIn ? Catalogue.BackupCannotSetUp : Catalogue.BackupIdle,
                same.Key.Primary.Text, same,
                ("primary", same.Key.Primary.Text),
                ("backup", same.Key.Host.Text),
                ("answer", AnswerOf(same.First().Failure.Status, same.First().Failure.Reason, ""))),
            same.First().Failure.Diagnostics));

    // Who sends to the primary alone is no backup of it.
    private static bool IsRedirectToDead(JournalView journal, JournalEntry.BackupIdle idle) =>
        journal.Of<JournalEntry.Redirected>().Any(
            sent => sent.To.Any(to => to.Host == idle.Primary.Host) && sent.To.All(to => to.Host != idle.Backup.Host));

    private static IEnumerable<Finding> WithoutTls(JournalView journal)
    {
        if (journal.Summary is { Registered: { Candidate: { Transport: not SipTransport.Tls } candidate } registered }
            && journal.Summary.Degradations.Any(each => each is Degradation.TcpInsteadOfTls))
        {
            yield return Found(
                journal, Catalogue.RegisteredWithoutTls, candidate.Host.Text, [registered],
                ("registrar", candidate.Host.Text), ("transport", candidate.Transport.ViaName()));
        }
    }

    private static IEnumerable<Finding> Registrations(JournalView journal)
    {
        if (journal.Summary.Registered is not { } registered)
        {
            yield break;
        }

        var host = registered.Candidate.Host.Text;
        if (registered.Expires < ExpiresLeast)
        {
            yield return Found(
                journal, Catalogue.RegistrationBrief, host, [registered],
                ("registrar", host), ("time", Seconds(registered.Expires)));
        }

        // What a certificate took is told of Web Services.
        var took = registered.Took - journal.Of<JournalEntry.CertificateObtained>()
            .Aggregate(TimeSpan.Zero, (sum, obtained) => sum + obtained.Took);
        if (took > RegisterMost && !journal.Of<JournalEntry.CertificateFailed>().Any())
        {
            yield return Found(
                journal, Catalogue.RegisterSlow, host, [registered],
                ("registrar", host), ("time", Seconds(took)), ("address", $"{registered.Remote}"));
        }
    }

    private static IEnumerable<Finding> BindingsLost(JournalView journal) => journal.Of<JournalEntry.BindingLost>()
        .GroupBy(lost => lost.Candidate.Host)
        .Select(same => Found(
            journal, Catalogue.BindingLost, same.Key.Text, same, ("registrar", same.Key.Text)));
}
