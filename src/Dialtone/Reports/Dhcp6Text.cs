using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;

namespace Dialtone.Reports;

/// <summary>What DHCPv6 said, in English.</summary>
internal static class Dhcp6Text
{
    /// <summary>In one sentence without a full stop.</summary>
    public static string Of(Dhcp6Outcome outcome) => outcome.Status switch
    {
        Dhcp6Status.Answered => $"{outcome.Server} answered: SIP servers {Named(outcome)}"
            + (outcome.ServersDisagree ? "; another server gives others" : ""),
        Dhcp6Status.NoAnswer => $"no DHCPv6 server answered{Asked(outcome)}",
        Dhcp6Status.NoOption => $"{Servers(outcome)} answered without SIP servers (options 21 and 22)",
        Dhcp6Status.Malformed => $"{Servers(outcome)} sent SIP servers wrongly: {FaultOf(outcome)}",
        Dhcp6Status.Refused => outcome.Detail,
        _ => $"DHCPv6 was not asked{Behind(outcome)}",
    };

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.Dhcp6Seen entry)
    {
        var outcome = entry.Outcome;
        return outcome.Status switch
        {
            // Listening goes on after it, so that servers can be compared; that time is nobody's.
            Dhcp6Status.Answered => new(WalkMark.Done, entry.Step, UsedAnswer(outcome)?.Took, Of(outcome), entry),
            Dhcp6Status.Malformed or Dhcp6Status.Refused =>
                new(WalkMark.Failed, entry.Step, outcome.Took, Of(outcome), entry),
            // Standard SIP does not need DHCPv6: that it names nobody is no failure.
            Dhcp6Status.NoAnswer or Dhcp6Status.NoOption =>
                new(WalkMark.Note, entry.Step, outcome.Took, Of(outcome), entry),
            _ => new(WalkMark.Note, entry.Step, null, $"not asked{Behind(outcome)}", entry),
        };
    }

    /// <summary>Why its answers could not be used, as a degradation.</summary>
    public static string WhyUnusable(Dhcp6Outcome outcome) => outcome.Status == Dhcp6Status.Refused
        ? "DHCPv6 refused to answer"
        : "DHCPv6 options 21 and 22 are set wrongly";

    /// <summary>Every answer, for people who want to see everything.</summary>
    public static string AnswersOf(Dhcp6Outcome outcome) =>
        string.Concat(outcome.Answers.Select(answer =>
            $"; {answer.From} ({answer.Server}): "
            + $"[{string.Join(", ", [.. answer.RegistrarNames, .. answer.RegistrarAddresses])}], {answer.StatusCode}"
            + (answer.StatusMessage.Length > 0 ? $" {answer.StatusMessage}" : "")
            + (answer.RegistrarFault.Length > 0 ? $", {answer.RegistrarFault}" : "")))
        + (outcome.Detail.Length > 0 ? $"; {outcome.Detail}" : "");

    private static string Named(Dhcp6Outcome outcome) =>
        string.Join(", ", [.. outcome.RegistrarNames, .. outcome.RegistrarAddresses])
        + (outcome.RegistrarNames.IsEmpty ? " (option 22)"
            : outcome.RegistrarAddresses.IsEmpty ? " (option 21)" : " (options 21 and 22)");

    private static Dhcp6Answer? UsedAnswer(Dhcp6Outcome outcome) =>
        outcome.Answers.FirstOrDefault(answer => answer.IsUsable);

    private static string Servers(Dhcp6Outcome outcome) => outcome.Answers.IsEmpty
        ? "a server" : string.Join(", ", outcome.Answers.Select(answer => answer.From.ToString()).Distinct());

    private static string Asked(Dhcp6Outcome outcome) => outcome.Sent == 0 ? ""
        : $" ({Words.Count(outcome.Sent, "INFORMATION-REQUEST", "INFORMATION-REQUEST")} sent"
            + (outcome.Interface is { } name ? $" on {name})" : ")");

    private static string FaultOf(Dhcp6Outcome outcome) =>
        outcome.Answers.FirstOrDefault(answer => answer.RegistrarFault.Length > 0)?.RegistrarFault ?? outcome.Detail;

    // What a system says is often a sentence; within a line it is none.
    private static string Behind(Dhcp6Outcome outcome) =>
        outcome.Detail.Length == 0 ? "" : $": {outcome.Detail.TrimEnd('.')}";
}
