using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Reports;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Logs;

/// <summary>
/// What is seen, as the verbose text that administrators know from the cmdlets of Skype for Business Server, and below
/// it the journal.
/// </summary>
/// <param name="request">What is run.</param>
/// <param name="proof">How the user proves to be one, as the text has it: <c>IWA</c>.</param>
/// <param name="pinLength">The length of the PIN; 0 where there is none. The PIN itself is never said.</param>
internal sealed class ActivityLog(TransactionRequest request, string proof = "IWA", int pinLength = 0)
{
    private const string Discover = "Discover";
    private const string Register = "Register";
    private const string GetCertificate = "GetCSCertificate";
    private const ushort UsualPort = 5061;

    private readonly List<Activity> _activities = [];
    private string _user = request.Phone.Account.Uri;

    /// <summary>What was done, in the order of its beginning.</summary>
    public IReadOnlyList<Activity> Activities => _activities;

    /// <summary>What is to be said of an entry.</summary>
    public List<string> Lines(JournalEntry entry)
    {
        List<string> lines = [.. Said(entry), JournalText.Of(entry)];
        _activities.LastOrDefault(each => each.EndedAt is null || each.EndedAt == entry.At)?.Lines.AddRange(lines);
        return lines;
    }

    /// <summary>What is to be said at the end.</summary>
    public List<string> End(TransactionResult result)
    {
        List<string> lines = result.Error.Length == 0 ? [] :
        [
            $"An exception '{result.Error}' occurred during Workflow {Words.Of(result.Kind)} execution.",
        ];
        lines.Add(TransactionText.Verdict(result));
        _activities.LastOrDefault()?.Lines.AddRange(lines);
        return lines;
    }

    private List<string> Said(JournalEntry entry) => entry switch
    {
        JournalEntry.PoweredOn e => Begin(e),
        JournalEntry.AttemptBegan e =>
        [
            .. Completed(Discover, e.At), .. Started(Register, e.At),
            "Sending Registration request:", $"Target Fqdn = {e.Candidate.Host}", $"User Sip Address = {_user}",
            $"Registrar Port = {(e.Candidate.Port > 0 ? e.Candidate.Port : UsualPort)}.",
            $"Auth Type '{proof}' is selected.",
        ],
        JournalEntry.CertificateSought e => [.. Started(GetCertificate, e.At), .. Certificate(e.Url)],
        JournalEntry.CertificateObtained e => ["GetWebTicketActivity completed.", .. Completed(GetCertificate, e.At)],
        JournalEntry.CertificateFailed e => [.. NoCertificate(e.Failure), .. Completed(GetCertificate, e.At, false)],
        JournalEntry.Registered { Refresh: false } e =>
            [$"Registration Request hit against sip/{e.Candidate.Host}", .. Completed(Register, e.At)],
        JournalEntry.RegisterFailed e =>
            [$"Registration Request hit against {(e.Failure.Status > 0 ? $"sip/{e.Candidate.Host}" : "Unknown")}"],
        JournalEntry.CycleFailed e => Ended(e.At),
        JournalEntry.ContactsShown e => Done("SelfSubscribeActivity", e.At, e.Took),
        JournalEntry.Published e => Done("PublishPresence", e.At, e.Took),
        JournalEntry.RelayCredentialsGranted e => Done("GetMediaRelayCredentials", e.At, e.Took),
        JournalEntry.SignedOut e => Done("UnRegister", e.At, default, e.Confirmed),
        _ => [],
    };

    private List<string> Begin(JournalEntry.PoweredOn entry)
    {
        // Of a phone that knows a PIN alone nobody is known yet.
        _user = entry.Account.Length > 0 ? entry.Account : "Unknown";
        return Started(Discover, entry.At);
    }

    private List<string> Certificate(string url) =>
    [
        $"Trying to download a CS certificate for User : {_user} endpoint : {TransactionRunner.Endpoint}",
        $"Web Service url : {url}",
        pinLength > 0
            ? $@"Using PIN auth with Phone\Ext : {request.Phone.Credential.Login} Pin : ({pinLength} digits)"
            : "Using NTLM/Kerb auth.",
        "Trying to get web ticket.",
    ];

    private static List<string> NoCertificate(CertificateFailure failure) =>
    [
        failure.Step is > CertificateStep.Ticket ? "GetWebTicketActivity completed." : "Could not get web ticket",
        "Could not download a CS certificate from web service.",
        "CHECK:",
        " - Whether the web service URL is valid and the service works.",
        " - Whether phone number or extension and PIN, where they are used, belong to the user.",
        " - Whether NTLM or Kerberos credentials, where they are used, are valid.",
    ];

    private List<string> Started(string name, Instant at)
    {
        if (_activities.Exists(each => each.Name == name && each.EndedAt is null))
        {
            return [];
        }

        _activities.Add(new(name, at));
        return [$"'{name}' activity started."];
    }

    private List<string> Completed(string name, Instant at, bool succeeded = true)
    {
        if (_activities.Find(each => each.Name == name && each.EndedAt is null) is not { } activity)
        {
            return [];
        }

        (activity.EndedAt, activity.Succeeded) = (at, succeeded);
        return [CompletedIn(name, at - activity.StartedAt)];
    }

    private List<string> Done(string name, Instant at, TimeSpan took, bool succeeded = true)
    {
        _activities.Add(new(name, at + -took) { EndedAt = at, Succeeded = succeeded });
        return [$"'{name}' activity started.", CompletedIn(name, took)];
    }

    private List<string> Ended(Instant at)
    {
        List<string> lines = [];
        foreach (var activity in _activities.FindAll(each => each.EndedAt is null))
        {
            lines.AddRange(activity.Name == Register
                ? ["Registration Request hit against Unknown", .. Completed(Register, at, false)]
                : Completed(activity.Name, at, false));
        }

        return lines;
    }

    private static string CompletedIn(string name, TimeSpan took) =>
        $"'{name}' activity completed in '{took.TotalSeconds:0.0000000}' secs.";
}
