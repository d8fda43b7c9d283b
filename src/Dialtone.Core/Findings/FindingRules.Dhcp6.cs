using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Dhcp6() => [Dhcp6Silence, Dhcp6Options, Dhcp6ServersDisagree, Dhcp6Slow];

    private static JournalEntry.Dhcp6Seen? Dhcp6Of(JournalView journal) =>
        journal.Of<JournalEntry.Dhcp6Seen>().LastOrDefault(seen => seen.Outcome.Status != Dhcp6Status.NotAsked);

    private static Finding OfDhcp6(
        FindingDefinition definition, JournalView journal, JournalEntry.Dhcp6Seen seen, Dhcp6Answer answer,
        params ReadOnlySpan<(string Name, string Value)> values) => new(definition, [seen])
        {
            Subject = $"{answer.From}",
            Severity = OfSource(journal),
            Values = Known(journal, answer.NamesFault.NameSeen).Add("server", $"{answer.From}")
                .SetItems(Values(values)),
        };

    private static IEnumerable<Finding> Dhcp6Silence(JournalView journal)
    {
        if (Dhcp6Of(journal) is not { } seen)
        {
            return [];
        }

        var outcome = seen.Outcome;
        if (outcome.Unreadable is { } unreadable && outcome.Answers.IsEmpty)
        {
            return [Silence(FindingCatalogue.Dhcp6AnswerUnreadable, journal, seen,
                ("server", $"{unreadable.From}"),
                ("fault", $"{unreadable.Fault.Kind} at byte {unreadable.Fault.Offset}"),
                ("bytes", Hex(unreadable.Bytes, 64)))];
        }

        return outcome.Status != Dhcp6Status.NoAnswer ? []
            : outcome.Ignored.Total > outcome.Ignored.NotReply
                ? [Silence(FindingCatalogue.Dhcp6AnswersNotOurs, journal, seen, ("ignored", Told(outcome.Ignored)))]
                : [Silence(FindingCatalogue.Dhcp6NoAnswer, journal, seen)];
    }

    // Most networks have no DHCPv6 server with SIP servers, and are right.
    private static Finding Silence(
        FindingDefinition definition, JournalView journal, JournalEntry.Dhcp6Seen seen,
        params ReadOnlySpan<(string Name, string Value)> values) => new(definition, [seen])
        {
            Severity = OfSource(journal, FindingSeverity.Advice),
            Values = Known(journal).Add("interface", seen.Outcome.Interface ?? "this network").SetItems(Values(values)),
        };

    private static string Told(Dhcp6Ignored ignored) => List(new (int Count, string What)[]
    {
        (ignored.NotDhcp, "no DHCPv6 message"),
        (ignored.OtherTransaction, "of another transaction"),
        (ignored.OtherClient, "for another client"),
        (ignored.NoServerIdentifier, "without a server identifier"),
    }.Where(each => each.Count > 0).Select(each => $"{each.Count} {each.What}"));

    private static IEnumerable<Finding> Dhcp6Options(JournalView journal)
    {
        if (Dhcp6Of(journal) is not { } seen)
        {
            yield break;
        }

        var isUsed = seen.Outcome.Status == Dhcp6Status.Answered;
        foreach (var answer in seen.Outcome.Answers)
        {
            if (answer.StatusCode != Dhcp6StatusCode.Success)
            {
                yield return OfDhcp6(FindingCatalogue.Dhcp6Refused, journal, seen, answer,
                    ("status", Told(answer)));
            }
            else if (answer.NamesFault.Kind != SipServersFaultKind.None)
            {
                yield return Option21Fault(journal, seen, answer);
            }
            else if (answer.AddressesFault.Kind != SipServersFaultKind.None)
            {
                yield return OfDhcp6(FindingCatalogue.Dhcp6Option22Malformed, journal, seen, answer,
                    ("fault", Words(answer.AddressesFault)), ("seen", Hex(answer.AddressesBytes)));
            }
            else if (answer.RegistrarNames.IsEmpty && !answer.RegistrarAddresses.IsEmpty)
            {
                yield return OfDhcp6(FindingCatalogue.Dhcp6AddressesAlone, journal, seen, answer,
                    ("addresses", List(answer.RegistrarAddresses))) with { Severity = FindingSeverity.Advice };
            }
            else if (answer.RegistrarNames.IsEmpty && !isUsed)
            {
                yield return OfDhcp6(FindingCatalogue.Dhcp6OptionsMissing, journal, seen, answer)
                    with { Severity = OfSource(journal, FindingSeverity.Advice) };
            }
        }
    }

    private static string Told(Dhcp6Answer answer) => answer.StatusMessage.Length == 0
        ? $"{answer.StatusCode}" : $"{answer.StatusCode}, “{answer.StatusMessage}”";

    private static Finding Option21Fault(JournalView journal, JournalEntry.Dhcp6Seen seen, Dhcp6Answer answer)
    {
        var fault = answer.NamesFault;
        return fault.Kind is SipServersFaultKind.PlainText or SipServersFaultKind.HexadecimalText
            ? OfDhcp6(FindingCatalogue.Dhcp6Option21Text, journal, seen, answer, ("text", $"“{fault.TextSeen}”"))
            : OfDhcp6(FindingCatalogue.Dhcp6Option21Malformed, journal, seen, answer,
                ("fault", Words(fault)), ("seen", Hex(answer.NamesBytes)));
    }

    private static string Words(Dhcp6SipServersFault fault) => fault.Kind == SipServersFaultKind.UnknownEncoding
        ? "it begins with the encoding byte that only option 120 of IPv4 has"
        : Option120Words(new(fault.Kind, fault.Offset));

    private static IEnumerable<Finding> Dhcp6ServersDisagree(JournalView journal)
    {
        if (Dhcp6Of(journal) is not { Outcome.ServersDisagree: true } seen)
        {
            yield break;
        }

        var said = seen.Outcome.Answers.Where(answer => answer.IsUsable).Select(answer =>
            $"{answer.From} says {List([
                .. answer.RegistrarNames.Select(name => name.Text),
                .. answer.RegistrarAddresses.Select(address => $"{address}")])}");
        yield return new(FindingCatalogue.Dhcp6ServersDisagree, [seen])
        {
            Severity = FindingSeverity.Degraded,
            Values = Values(("said", string.Join("; ", said)), ("server", $"{seen.Outcome.Server}")),
        };
    }

    private static IEnumerable<Finding> Dhcp6Slow(JournalView journal)
    {
        // The question itself waits up to a second before it leaves (RFC 8415 section 18.2.6); an answer counts from
        // there.
        if (Dhcp6Of(journal) is { Outcome.Answers: [{ Took: var took } answer, ..] } seen && took >= SlowDhcp)
        {
            yield return OfDhcp6(FindingCatalogue.Dhcp6Slow, journal, seen, answer, ("took", Seconds(took)))
                with { Severity = OfSlow(journal) };
        }
    }
}
