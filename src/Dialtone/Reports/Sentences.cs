using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;

namespace Dialtone.Reports;

/// <summary>The sentences at the end of a sign-in.</summary>
public static class Sentences
{
    /// <summary>What the person at the phone reads when sign-in fails (S12).</summary>
    public const string UnableToContact = "Unable to contact Registrar for authentication. Please sign in again.";

    /// <summary>What the person at the phone reads when the Registrar was reached and refused.</summary>
    public const string Refused = "The Registrar refused the sign-in. Please check your sign-in address and password.";

    /// <summary>The last line of a walk that ended well.</summary>
    public static string SignedIn(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var after = $"Signed in after {Words.Of(summary.Took)}";
        return summary.Degradations.IsEmpty
            ? after + "."
            : $"{after}, degraded: {string.Join("; ", Degradations(summary))}.";
    }

    /// <summary>The line that says at which step a sign-in failed, and why.</summary>
    public static string FailedBecause(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var line = summary.Cause is { } cause ? new Walk().Add(cause) : [];
        var reason = summary.End switch
        {
            CycleEnd.NothingFound => NothingFound(summary),
            _ when line.Count > 0 => line[0].Text,
            _ => "no Registrar could be reached",
        };
        return $"Failed at {Words.Of(summary.FailedAt ?? Step.Connect)}: {reason}.";
    }

    /// <summary>The sentence for the person at the phone.</summary>
    public static string ForThePerson(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.End == CycleEnd.Refused ? Refused : UnableToContact;
    }

    /// <summary>Each degradation in a few words, the same thing once.</summary>
    public static IReadOnlyList<string> Degradations(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var texts = new List<string>();
        var failed = summary.Degradations.OfType<Degradation.AddressFailed>().ToList();
        foreach (var pool in failed.GroupBy(f => f.Candidate.Host))
        {
            texts.Add(OfAddresses(pool.Key.Text.Split('.')[0], [.. pool]));
        }

        texts.AddRange(summary.Degradations.Select(Of).OfType<string>());
        return [.. texts.Distinct(StringComparer.Ordinal)];
    }

    private static string OfAddresses(string pool, IReadOnlyList<Degradation.AddressFailed> failed)
    {
        var who = failed.Count == 1 ? $"one Front End of {pool}" : $"{Words.Count(failed.Count, "", "Front Ends")} of {pool}";
        var verb = failed[0].Evidence switch
        {
            JournalEntry.ConnectFailed => failed.Count == 1 ? "does not answer" : "do not answer",
            JournalEntry.Secured => failed.Count == 1 ? "shows a bad certificate" : "show bad certificates",
            JournalEntry.HandshakeFailed => failed.Count == 1 ? "fails at TLS" : "fail at TLS",
            _ => failed.Count == 1 ? "refuses to register" : "refuse to register",
        };
        return $"{who} {verb}";
    }

    private static string? Of(Degradation degradation) => degradation switch
    {
        Degradation.CandidateFailed d =>
            $"{d.Candidate.Host} over {Words.Of(d.Candidate.Transport)} ({Words.Of(d.Candidate.Source)}) failed at {Words.Of(d.FailedAt)}",
        Degradation.TcpInsteadOfTls => "TLS failed and plain TCP was taken: SIP is not encrypted",
        Degradation.FromMemory => "living on memory, since DNS and DHCP gave nothing usable",
        Degradation.DnsFailed d => $"DNS: {SrvNames.Prefix(d.Service)} {Words.Of(d.Status)}",
        Degradation.DhcpServersDisagree => "DHCP servers name different Registrars",
        Degradation.DhcpUnusable => "DHCP option 120 is set wrongly",
        Degradation.TargetRejected d => $"{d.Rejected.Host} {Words.Of(d.Rejected.Reason)}",
        Degradation.MemoryNotStored d => $"nothing could be stored for the next outage ({d.Detail})",
        Degradation.MemorySetAside d => $"stored memory was set aside ({d.Why})",
        _ => null,
    };

    private static string NothingFound(SignInSummary summary)
    {
        var dns = summary.Cause is JournalEntry.DnsSeen seen && SignInSummary.IsServerTrouble(seen.Outcome.Status)
            ? $"{SrvNames.Prefix(seen.Service)} {Words.Of(seen.Outcome.Status)}"
            : "DNS has no SRV record for this SIP domain";
        var dhcp = summary.Dhcp is { } outcome ? Walk.TextOf(outcome) : "DHCP was not asked";
        return summary.FailedAt == Step.Dhcp
            ? $"no source named a Registrar: {dhcp}; {dns}"
            : $"no source named a Registrar: {dns}; {dhcp}";
    }
}
