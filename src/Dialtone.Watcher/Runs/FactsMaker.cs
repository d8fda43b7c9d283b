using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;

namespace Dialtone.Watcher.Runs;

/// <summary>Reads of a journal what a run shows besides its steps and findings.</summary>
internal static class FactsMaker
{
    public static RunFacts Of(IReadOnlyList<JournalEntry> journal)
    {
        var registered = journal.OfType<JournalEntry.Registered>().Where(each => !each.Refresh)
            .Select(each => each.Candidate).ToList();
        var answered = journal.OfType<JournalEntry.Connected>().Select(each => each.Remote.Address).ToHashSet();
        var failed = journal.OfType<JournalEntry.ConnectFailed>().Select(each => each.Remote.Address);
        return new()
        {
            // A phone that begins with the Registrar it knows lacks nothing; one that found no other does.
            OnMemory = registered.Exists(each => each.Source == CandidateSource.Memory),
            OnBackup = journal.OfType<JournalEntry.SurvivableModeBegan>().Any()
                || BackupsIn(journal).Any(backup => registered.Exists(each => IsOf(each, backup))),
            OnTcp = registered.Exists(each => each.Transport == SipTransport.Tcp),
            CertificateEnd = Soonest(journal.SelectMany(HandshakesIn).SelectMany(each => each.Chain)
                .Select(each => each.NotAfter)),
            UserCertificateEnd = Soonest(journal.OfType<JournalEntry.CertificateObtained>()
                .Select(each => each.Certificate.NotAfter)),
            TargetsAnswered = answered.Count,
            TargetsTried = answered.Union(failed).Count(),
        };
    }

    // The first of a home is its primary.
    private static IEnumerable<KnownRegistrar> BackupsIn(IReadOnlyList<JournalEntry> journal) =>
        journal.OfType<JournalEntry.MemorySaved>().SelectMany(each => each.Memory.Home.Skip(1))
            .Select(each => each.Registrar);

    private static bool IsOf(Candidate candidate, KnownRegistrar registrar) =>
        candidate.Host == registrar.Host && candidate.Transport == registrar.Transport
            && candidate.Port == registrar.Port;

    private static IEnumerable<TlsFacts> HandshakesIn(JournalEntry entry) => entry switch
    {
        JournalEntry.Secured e => [e.Facts],
        JournalEntry.HandshakeFailed { Facts: { } facts } => [facts],
        JournalEntry.WebCalled { Outcome: var outcome } =>
            outcome.Tries.Select(each => each.Tls).Append(outcome.Tls).OfType<TlsFacts>(),
        _ => [],
    };

    private static DateTimeOffset? Soonest(IEnumerable<DateTimeOffset> ends) =>
        ends.Select(each => (DateTimeOffset?)each).Min();
}
