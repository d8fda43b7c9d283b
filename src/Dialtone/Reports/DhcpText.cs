using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports;

/// <summary>What DHCP said, in English.</summary>
internal static class DhcpText
{
    /// <summary>In one sentence without a full stop.</summary>
    public static string Of(DhcpOutcome outcome) => outcome.Status switch
    {
        DhcpStatus.Answered => $"{outcome.Server} answered: Registrar {Named(outcome)} (option 120)"
            + (outcome.ServersDisagree ? Disagreement(outcome) : ""),
        DhcpStatus.NoAnswer => "no DHCP server answered"
            + (outcome.Purpose == DhcpPurpose.UcPhone ? " for MS-UC-Client" : "") + Asked(outcome),
        DhcpStatus.NoOption when outcome.Purpose == DhcpPurpose.SipServers =>
            $"{Servers(outcome)} answered without SIP servers (option 120)",
        DhcpStatus.NoOption => $"{Servers(outcome)} answered without a Registrar's name (option 120)",
        DhcpStatus.Malformed => $"{Servers(outcome)} sent option 120 wrongly: {FaultOf(outcome)}",
        _ => $"DHCP was not asked{Behind(outcome)}",
    };

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.DhcpSeen e)
    {
        var mark = e.Outcome.Status switch
        {
            DhcpStatus.Answered => WalkMark.Done,
            // Standard SIP does not need DHCP: that it names nobody is no failure.
            DhcpStatus.NoAnswer or DhcpStatus.NoOption when e.Outcome.Purpose == DhcpPurpose.SipServers =>
                WalkMark.Note,
            DhcpStatus.NoAnswer or DhcpStatus.NoOption or DhcpStatus.Malformed => WalkMark.Failed,
            _ => WalkMark.Note,
        };
        return e.Outcome.Status is DhcpStatus.NotAsked or DhcpStatus.NotPermitted or DhcpStatus.Unavailable
            ? new(mark, e.Step, null, "not asked" + Behind(e.Outcome), e)
            : new(mark, e.Step, UsedAnswer(e.Outcome)?.Took ?? e.Outcome.Took, Of(e.Outcome), e);
    }

    /// <summary>Every answer, for people who want to see everything.</summary>
    public static string AnswersOf(DhcpOutcome outcome) =>
        string.Concat(outcome.Answers.Select(answer => $"; {answer.Server}: {Said(outcome.Purpose, answer)}"
            + (answer.RegistrarFault.Length > 0 ? $", {answer.RegistrarFault}" : "")
            + (answer.WebServicesFault.Length > 0 ? $", {answer.WebServicesFault}" : "")))
        + (outcome.Detail.Length > 0 ? $"; {outcome.Detail}" : "");

    // Standard SIP does not ask for Web Services: that there are none is no news.
    private static string Said(DhcpPurpose purpose, DhcpAnswer answer) => purpose == DhcpPurpose.UcPhone
        ? $"{answer.Registrar?.Text ?? "no Registrar"}, {answer.WebServicesUrl ?? "no Web Services"}"
        : $"[{Named(purpose, answer.Registrar, answer.RegistrarNames, answer.RegistrarAddresses)}]";

    private static string Disagreement(DhcpOutcome outcome)
    {
        var others = outcome.Answers.Where(answer => answer.Server != outcome.Server)
            .Select(answer => (answer.Server, Named: Named(
                outcome.Purpose, answer.Registrar, answer.RegistrarNames, answer.RegistrarAddresses)))
            .Where(other => other.Named.Length > 0 && other.Named != Named(outcome))
            .Select(other => $"; {other.Server} names {other.Named}");
        return string.Concat(others) is { Length: > 0 } named ? named : "; another server names other Web Services";
    }

    private static string Named(DhcpOutcome outcome) => Named(
        outcome.Purpose, outcome.Registrar, outcome.RegistrarNames, outcome.RegistrarAddresses);

    private static string Named(
        DhcpPurpose purpose, HostName? registrar, ImmutableArray<HostName> names,
        ImmutableArray<IpAddress> addresses) =>
        purpose == DhcpPurpose.UcPhone ? $"{registrar}" : string.Join(", ", [.. names, .. addresses]);

    // Listening goes on after it, so that servers can be compared; that time is nobody's.
    private static DhcpAnswer? UsedAnswer(DhcpOutcome outcome) =>
        outcome.Status != DhcpStatus.Answered ? null
            : outcome.Answers.FirstOrDefault(answer => answer.Server == outcome.Server
                && answer.Registrar == outcome.Registrar);

    private static string Servers(DhcpOutcome outcome) =>
        outcome.Answers.IsEmpty
            ? "a server" : string.Join(", ", outcome.Answers.Select(a => a.Server.ToString()).Distinct());

    private static string Asked(DhcpOutcome outcome) => outcome.Sent == 0 ? ""
        : $" ({Words.Count(outcome.Sent, "DHCPINFORM", "DHCPINFORM")} sent"
            + (outcome.Interface is { } name ? $" on {name})" : ")");

    private static string FaultOf(DhcpOutcome outcome) =>
        outcome.Answers.FirstOrDefault(a => a.RegistrarFault.Length > 0)?.RegistrarFault ?? outcome.Detail;

    // What a system says is often a sentence; within a line it is none.
    private static string Behind(DhcpOutcome outcome) =>
        outcome.Detail.Length == 0 ? "" : $": {outcome.Detail.TrimEnd('.')}";
}
