using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

/// <summary>
/// Which subject of a finding stands for which others: a name for its addresses, a Registrar for what it sends to or
/// names, Web Services for the Registrar that needs a certificate of theirs, a primary for its backup. The empty
/// subject stands for all.
/// </summary>
internal sealed class SubjectCover
{
    private readonly Dictionary<string, HashSet<string>> _below = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads who stands for whom from a journal.</summary>
    public static SubjectCover Of(JournalView journal)
    {
        var cover = new SubjectCover();
        var attempted = "";
        foreach (var entry in journal.Entries)
        {
            attempted = entry is JournalEntry.AttemptBegan began ? began.Candidate.Host.Text : attempted;
            cover.Read(journal, entry, attempted);
        }

        cover.PutProxies(journal);
        cover.PutRoots(journal);
        return cover;
    }

    /// <summary>
    /// Whether what is found of the one tells of the other too. What is found of all of a kind, any of them may
    /// explain.
    /// </summary>
    public bool Covers(string subject, string other) =>
        subject.Length == 0 || other.Length == 0 || subject.Equals(other, StringComparison.OrdinalIgnoreCase)
            || IsBelow(other, subject);

    /// <summary>Whether the one stands behind the other, as a pool does behind an access proxy.</summary>
    public bool IsBehind(string subject, string other) =>
        subject.Length > 0 && !subject.Equals(other, StringComparison.OrdinalIgnoreCase) && IsBelow(other, subject);

    /// <summary>Says that one stands for another.</summary>
    public void Put(string subject, string other)
    {
        if (subject.Length > 0 && other.Length > 0)
        {
            if (!_below.TryGetValue(subject, out var below))
            {
                _below[subject] = below = new(StringComparer.OrdinalIgnoreCase);
            }

            below.Add(other);
        }
    }

    private void Read(JournalView journal, JournalEntry entry, string attempted)
    {
        switch (entry)
        {
            case JournalEntry.Resolved e:
                foreach (var address in e.Outcome.Addresses)
                {
                    Put(e.Candidate.Host.Text, $"{address}");
                }

                break;
            case JournalEntry.DhcpSeen e:
                foreach (var answer in e.Outcome.Answers)
                {
                    Put($"{answer.Server}", HostOf(answer.WebServicesUrl ?? ""));
                    Put($"{answer.Server}", answer.Registrar?.Text ?? "");
                }

                break;
            case JournalEntry.Redirected e:
                foreach (var to in e.To)
                {
                    Put(e.Candidate.Host.Text, to.Host.Text);
                }

                break;
            case JournalEntry.WebCalled { Step: Step.Certificate } e:
                Put(e.Outcome.Url.Host.Text, attempted);
                break;
            case JournalEntry.BackupIdle e:
                Put(e.Primary.Host.Text, e.Backup.Host.Text);
                break;
            case JournalEntry.SurvivableModeBegan e:
                Put(e.Primary.Text, e.Candidate.Host.Text);
                break;
            case JournalEntry.Provisioned e:
                Put(e.Candidate.Host.Text, e.Settings.MrasUri);
                break;
            case JournalEntry.RelayCredentialsGranted e:
                PutRelays(journal, e);
                break;
            default:
                break;
        }
    }

    private void PutRelays(JournalView journal, JournalEntry.RelayCredentialsGranted granted)
    {
        var mras = journal.Of<JournalEntry.Provisioned>().LastOrDefault()?.Settings.MrasUri ?? "";
        foreach (var relay in granted.Relays)
        {
            Put(mras, relay.Host?.Text ?? $"{relay.Address}");
        }
    }

    /// <summary>What DNS names outside of the organisation is a proxy before what is named within.</summary>
    private void PutProxies(JournalView journal)
    {
        var candidates = journal.Of<JournalEntry.AttemptBegan>().Select(began => began.Candidate).ToList();
        foreach (var inner in candidates.Where(each => !IsOuter(each)))
        {
            foreach (var outer in candidates.Where(IsOuter))
            {
                Put(inner.Host.Text, outer.Host.Text);
            }
        }
    }

    /// <summary>Who gives the roots of the deployment stands for every server that is trusted by them.</summary>
    private void PutRoots(JournalView journal)
    {
        var givers = journal.Of<JournalEntry.RootsLearned>().Select(learned => learned.Roots.From)
            .Concat(journal.Of<JournalEntry.RootsNotLearned>().Select(missing => missing.Failure.Url));
        foreach (var giver in givers)
        {
            foreach (var began in journal.Of<JournalEntry.AttemptBegan>())
            {
                Put(HostOf(giver), began.Candidate.Host.Text);
            }
        }
    }

    private static string HostOf(string url) => WebUrl.TryParse(url, out var read) ? read.Host.Text : "";

    private static bool IsOuter(Candidate candidate) => candidate.Source == CandidateSource.ExternalSrv;

    // Redirects may go in a circle, and so may what stands for what.
    private bool IsBelow(string other, string subject)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { subject };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var next))
        {
            foreach (var below in _below.GetValueOrDefault(next) ?? [])
            {
                if (below.Equals(other, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }

                if (seen.Add(below))
                {
                    open.Enqueue(below);
                }
            }
        }

        return false;
    }
}
