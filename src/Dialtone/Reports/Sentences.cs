using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;

namespace Dialtone.Reports;

/// <summary>The sentences at the end of a sign-in.</summary>
public static class Sentences
{
    /// <summary>What the person at the phone reads when sign-in fails (S12).</summary>
    public const string UnableToContact = "Unable to contact Registrar for authentication. Please sign in again.";

    /// <summary>What the person at the phone reads when the Registrar was reached and refused.</summary>
    public const string Refused = "The Registrar refused the sign-in. Please check your sign-in address and password.";

    /// <summary>What the person at the phone reads when number and PIN were refused.</summary>
    public const string PinRefused =
        "The sign-in was refused. Please check your phone number or extension and your PIN.";

    /// <summary>What the person at the phone reads in survivable mode.</summary>
    public const string LimitedFunctionality = "Limited functionality due to an outage.";

    /// <summary>The last line of a walk that ended well.</summary>
    public static string SignedIn(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var after = $"Signed in after {Exactly(summary.Took)}";
        if (summary.Survivable is { } survivable)
        {
            after += $", with limited functionality due to an outage: {Words.Of(survivable)}";
        }

        return summary.Degradations.IsEmpty
            ? after + "."
            : $"{after}, degraded: {string.Join("; ", Degradations(summary))}.";
    }

    /// <summary>The line that says at which step a sign-in failed, and why.</summary>
    public static string FailedBecause(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var reason = summary.End == CycleEnd.NothingFound ? NothingFound(summary)
            : summary.Cause is { } cause && Walk.Alone(cause) is { Length: > 0 } said ? said
            : "no Registrar could be reached";
        return $"Failed at {Words.Of(summary.FailedAt ?? Step.Connect)}: {reason.TrimEnd('.')}.";
    }

    /// <summary>The sentence for the person at the phone.</summary>
    public static string ForThePerson(SignInSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.Survivable is not null ? LimitedFunctionality
            : summary.Cause is JournalEntry.CertificateFailed { Failure.Kind: CertificateFailureKind.PinRejected }
                ? PinRefused
            : summary.End == CycleEnd.Refused ? Refused : UnableToContact;
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

        foreach (var trouble in summary.Degradations.OfType<Degradation.DnsFailed>()
            .Select(each => each.Evidence).GroupBy(each => each.Outcome.Status))
        {
            var names = string.Join(", ", trouble.Select(each => Words.Of(each.Question, each.Domain)).Distinct());
            texts.Add($"DNS: {names} {Words.Of(trouble.Key)}");
        }

        texts.AddRange(summary.Degradations.Select(Of).OfType<string>());
        foreach (var relay in summary.Degradations.OfType<Degradation.RelayUnusable>()
            .Select(each => each.Evidence.Outcome).GroupBy(each => (each.Target.Host, Why: RelayText.Of(each))))
        {
            var places = string.Join(" and ", relay.Select(each => RelayText.PlaceOf(each.Target)));
            texts.Add($"{relay.Key.Host}, {places}: {relay.Key.Why}");
        }

        return [.. texts.Distinct(StringComparer.Ordinal)];
    }

    private static string OfAddresses(string pool, IReadOnlyList<Degradation.AddressFailed> failed)
    {
        var one = failed.Count == 1;
        // Who answers at the addresses of an external record is an Edge Server; standard SIP has neither.
        var (server, servers) = failed[0].Candidate switch
        {
            { Source: CandidateSource.ExternalSrv } => ("Edge Server", "Edge Servers"),
            { Domain.IsEmpty: true } => ("Front End", "Front Ends"),
            _ => ("server", "servers"),
        };
        var who = one ? $"one {server} of {pool}" : $"{Words.Count(failed.Count, server, servers)} of {pool}";
        var verb = failed[0].Evidence switch
        {
            JournalEntry.ConnectFailed { Why: ChannelEnd.Refused } =>
                one ? "refuses connections" : "refuse connections",
            JournalEntry.ConnectFailed { Why: ChannelEnd.TimedOut } => one ? "does not answer" : "do not answer",
            JournalEntry.ConnectFailed => "cannot be reached",
            JournalEntry.Secured => one ? "shows a bad certificate" : "show bad certificates",
            JournalEntry.HandshakeFailed => one ? "fails at TLS" : "fail at TLS",
            _ => one ? "does not register users" : "do not register users",
        };
        return $"{who} {verb}";
    }

    private static string? Of(Degradation degradation) => degradation switch
    {
        Degradation.CandidateFailed d =>
            $"{Walk.WithTransport(d.Candidate)} ({Words.Of(d.Candidate.Source)}) failed at {Words.Of(d.FailedAt)}",
        Degradation.TcpInsteadOfTls d =>
            $"TLS failed and plain {Words.Of(d.Candidate.Transport)} was taken: SIP is not encrypted",
        Degradation.FromMemory => "living on memory, since DNS and DHCP gave nothing usable",
        Degradation.DhcpServersDisagree d => "DHCP servers name different Registrars or Web Services: "
            + string.Join(", ", d.Outcome.Answers.Select(each => each.Server.ToString()).Distinct()),
        Degradation.DhcpUnusable => "DHCP option 120 is set wrongly",
        Degradation.Dhcp6ServersDisagree d => "DHCPv6 servers give different SIP servers: "
            + string.Join(", ", d.Outcome.Answers.Select(each => each.From.ToString()).Distinct()),
        Degradation.Dhcp6Unusable d => Dhcp6Text.WhyUnusable(d.Outcome),
        Degradation.TargetRejected d => $"{d.Rejected.Host} {Words.Of(d.Rejected.Reason)}",
        Degradation.SchemePassedOver d => ProofText.LineOf(d.Evidence).Text,
        Degradation.SettingsMissing d => $"no settings of the user: {ServiceText.Of(d.Evidence)}",
        Degradation.PresenceMissing d => PresenceText.Of(d.Evidence),
        Degradation.SettingsIncomplete => "the settings of the user came without ServerConfiguration",
        Degradation.RelayCredentialsMissing d => $"no credentials for Media Relays: {ServiceText.Of(d.Evidence)}",
        Degradation.NotLocated d => $"{d.Evidence.Name} {Words.Of(d.Evidence.Outcome.Status)}",
        Degradation.MemoryNotStored d => $"nothing could be stored for the next outage ({d.Detail})",
        Degradation.MemorySetAside d => $"stored memory was set aside ({d.Why})",
        _ => null,
    };

    private static string NothingFound(SignInSummary summary)
    {
        var dns = summary.Cause switch
        {
            JournalEntry.DnsSeen seen when SignInSummary.IsServerTrouble(seen.Outcome.Status) =>
                $"{Words.Of(seen.Question, seen.Domain)} {Words.Of(seen.Outcome)}",
            JournalEntry.Planned planned => Walk.Alone(planned),
            JournalEntry.DnsSeen seen => $"DNS has no SRV record below {seen.Domain}",
            _ => "DNS has no SRV record for this SIP domain",
        };
        var dhcp = summary.Dhcp is { } outcome ? Words.Printable(DhcpText.Of(outcome)) : "DHCP was not asked";
        // A UC phone has no use for it, and nobody is to look for what was not asked.
        var dhcp6 = summary.Dhcp6 is { } outcome6 ? Words.Printable(Dhcp6Text.Of(outcome6)) : null;
        string?[] said = summary.FailedAt switch
        {
            Step.Dhcp => [dhcp, dhcp6, dns],
            Step.Dhcp6 => [dhcp6, dhcp, dns],
            _ => [dns, dhcp, dhcp6],
        };
        return $"no source named a usable Registrar: {string.Join("; ", said.OfType<string>())}";
    }

    // The one number that people compare: with a decimal, so that 5.0 s and 5.4 s are told apart.
    private static string Exactly(TimeSpan time) => time.TotalSeconds is >= 0.9995 and < 9.95
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : Words.Of(time);
}
