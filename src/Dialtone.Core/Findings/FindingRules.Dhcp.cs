using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    // An answer of a server on the same network takes milliseconds, through a relay agent some more.
    private static readonly TimeSpan SlowDhcp = TimeSpan.FromSeconds(1);

    private static IEnumerable<FindingRule> Dhcp() =>
        [DhcpSilence, DhcpOption120, DhcpOption43, DhcpServersDisagree, DhcpSlow];

    private static JournalEntry.DhcpSeen? DhcpOf(JournalView journal) =>
        journal.Of<JournalEntry.DhcpSeen>().LastOrDefault(seen => seen.Outcome.Status != DhcpStatus.NotAsked);

    // A phone of Lync asks DHCP for what it has no other source of in full; for standard SIP it is one way of several.
    private static FindingSeverity OfDhcp(JournalView journal, JournalEntry.DhcpSeen seen) => OfSource(
        journal, seen.Outcome.Purpose == DhcpPurpose.UcPhone ? FindingSeverity.Degraded : FindingSeverity.Advice);

    private static Finding OfDhcp(
        FindingDefinition definition, JournalView journal, JournalEntry.DhcpSeen seen, DhcpAnswer answer,
        params ReadOnlySpan<(string Name, string Value)> values)
    {
        var fault = answer.SipServersFault;
        return new(definition, [seen])
        {
            Subject = $"{answer.Server}",
            Severity = OfDhcp(journal, seen),
            Values = Known(journal, fault.NameSeen).Add("server", $"{answer.Server}").SetItems(Values(values)),
        };
    }

    private static IEnumerable<Finding> DhcpSilence(JournalView journal)
    {
        if (DhcpOf(journal) is not { } seen)
        {
            return [];
        }

        var outcome = seen.Outcome;
        if (outcome.Unreadable is { } unreadable && outcome.Answers.IsEmpty)
        {
            return [Silence(FindingCatalogue.DhcpAnswerUnreadable, journal, seen,
                ("server", $"{unreadable.From}"),
                ("fault", $"{unreadable.Fault.Kind} at byte {unreadable.Fault.Offset}"),
                ("bytes", Hex(unreadable.Bytes, 64)))];
        }

        return outcome.Status != DhcpStatus.NoAnswer ? []
            : outcome.Ignored.Total > outcome.Ignored.NotReply
                ? [Silence(FindingCatalogue.DhcpAnswersNotOurs, journal, seen, ("ignored", Told(outcome.Ignored)))]
                : [Silence(FindingCatalogue.DhcpNoAnswer, journal, seen)];
    }

    private static Finding Silence(
        FindingDefinition definition, JournalView journal, JournalEntry.DhcpSeen seen,
        params ReadOnlySpan<(string Name, string Value)> values) => new(definition, [seen])
        {
            Severity = SaidWronglyBySomebody(journal, seen.Outcome.Purpose)
                ? FindingSeverity.Advice : OfDhcp(journal, seen),
            Values = Known(journal).Add("interface", seen.Outcome.Interface ?? "this network").SetItems(Values(values)),
        };

    // Standard SIP needs one of its sources: where one answers and says it wrongly, the others need not be there.
    private static bool SaidWronglyBySomebody(JournalView journal, DhcpPurpose purpose) =>
        purpose == DhcpPurpose.SipServers && (Dhcp6Of(journal)?.Outcome.Status
            is Dhcp6Status.Malformed or Dhcp6Status.Refused or Dhcp6Status.NoOption
            || DhcpOf(journal)?.Outcome.Status is DhcpStatus.Malformed);

    private static string Told(DhcpIgnored ignored) => List(new (int Count, string What)[]
    {
        (ignored.NotDhcp, "no DHCP message"),
        (ignored.OtherTransaction, "of another transaction"),
        (ignored.OtherHardware, "for another hardware address"),
        (ignored.NotAck, "no DHCPACK"),
    }.Where(each => each.Count > 0).Select(each => $"{each.Count} {each.What}"));

    // Of answers that are passed over for one that names a Registrar nothing is said: another server is in charge.
    private static IEnumerable<Finding> DhcpOption120(JournalView journal)
    {
        if (DhcpOf(journal) is not { } seen)
        {
            yield break;
        }

        var isUsed = seen.Outcome.Status == DhcpStatus.Answered;
        foreach (var answer in seen.Outcome.Answers)
        {
            if (answer.SipServersFault.Kind != SipServersFaultKind.None)
            {
                yield return Option120Fault(journal, seen, answer);
            }
            else if (answer is { Registrar: null, RegistrarAddresses.IsEmpty: false })
            {
                if (seen.Outcome.Purpose == DhcpPurpose.UcPhone)
                {
                    yield return OfDhcp(FindingCatalogue.DhcpOption120Addresses, journal, seen, answer,
                        ("addresses", List(answer.RegistrarAddresses)));
                }
            }
            else if (answer.Registrar is null && !isUsed)
            {
                yield return OfDhcp(FindingCatalogue.DhcpOption120Missing, journal, seen, answer);
            }
            else if (answer.RegistrarNames.Length > 1 && seen.Outcome.Purpose == DhcpPurpose.UcPhone)
            {
                yield return OfDhcp(FindingCatalogue.DhcpSeveralNames, journal, seen, answer,
                    ("names", List(answer.RegistrarNames)),
                    ("option120", Hex(SipServersOption.Of(answer.RegistrarNames[0]).ToBytes())),
                    ("option120List", HexList(SipServersOption.Of(answer.RegistrarNames[0]).ToBytes())))
                    with { Severity = FindingSeverity.Advice };
            }
        }
    }

    private static Finding Option120Fault(JournalView journal, JournalEntry.DhcpSeen seen, DhcpAnswer answer)
    {
        var fault = answer.SipServersFault;
        return fault.Kind is SipServersFaultKind.PlainText or SipServersFaultKind.TextAfterEncoding
            or SipServersFaultKind.HexadecimalText
            ? OfDhcp(FindingCatalogue.DhcpOption120Text, journal, seen, answer, ("text", $"“{fault.TextSeen}”"))
            : OfDhcp(FindingCatalogue.DhcpOptionMalformed, journal, seen, answer,
                ("fault", Option120Words(fault)), ("seen", Hex(answer.SipServersBytes)));
    }

    private static string Option120Words(SipServersFault fault) => fault.Kind switch
    {
        SipServersFaultKind.Empty or SipServersFaultKind.NoNames or SipServersFaultKind.NoAddresses
            or SipServersFaultKind.EmptyName => "it has no name",
        SipServersFaultKind.CompressionPointer => $"a compressed name at byte {fault.Offset}",
        SipServersFaultKind.UnknownEncoding => "its first byte is neither 00 nor 01",
        SipServersFaultKind.LabelPastEnd or SipServersFaultKind.NameNotClosed
            or SipServersFaultKind.AddressCutShort => $"it is cut short at byte {fault.Offset}",
        SipServersFaultKind.NotAHostName => $"no host name at byte {fault.Offset}",
        SipServersFaultKind.TooManyServers => "it has too many servers",
        _ => $"a name that is too long at byte {fault.Offset}",
    };

    // Option 43 is asked for by UC phones alone, and an answer that is not used need not have it.
    private static IEnumerable<Finding> DhcpOption43(JournalView journal)
    {
        if (DhcpOf(journal) is not { Outcome.Purpose: DhcpPurpose.UcPhone } seen)
        {
            yield break;
        }

        foreach (var answer in seen.Outcome.Answers)
        {
            if (answer.UcVendorFault.Kind != UcVendorFaultKind.None)
            {
                yield return Option43Fault(journal, seen, answer);
            }
            else if (answer.WebServicesUrl is null)
            {
                if (answer.Registrar is not null)
                {
                    yield return Guessed(
                        OfDhcp(FindingCatalogue.DhcpOption43Missing, journal, seen, answer), journal, answer)
                        with { Severity = FindingSeverity.Degraded };
                }
            }
            else if (WebUrl.TryParse(answer.WebServicesUrl, out var url)
                && !(url.IsSecure && url.Target == UcVendorOption.UsualPath))
            {
                var usual = Option43(new(url.Host, UcVendorOption.UsualPath, isSecure: true, 443));
                yield return OfDhcp(FindingCatalogue.DhcpWebServicesUnusual, journal, seen, answer,
                    ("url", answer.WebServicesUrl), ("webServices", usual.Url),
                    ("option43", Hex(usual.ToBytes()))) with { Severity = FindingSeverity.Advice };
            }
        }
    }

    // Where nobody names the Web Services, they are as a rule reached by the pool's own name.
    private static Finding Guessed(Finding finding, JournalView journal, DhcpAnswer answer)
    {
        if (WebServicesOf(journal).Length > 0 || answer.Registrar is not { } registrar)
        {
            return finding;
        }

        var usual = Option43(new(registrar, UcVendorOption.UsualPath, isSecure: true, 443));
        return finding with
        {
            Values = finding.Values.SetItem("webServices", usual.Url)
                .SetItem("option43", Hex(usual.ToBytes())),
        };
    }

    private static Finding Option43Fault(JournalView journal, JournalEntry.DhcpSeen seen, DhcpAnswer answer)
    {
        var fault = answer.UcVendorFault;
        var bytes = Hex(answer.UcVendorBytes, 128);
        if (fault.Kind == UcVendorFaultKind.WrongIdentifier)
        {
            return OfDhcp(FindingCatalogue.DhcpOption43Foreign, journal, seen, answer, ("seen", bytes))
                with { Severity = FindingSeverity.Degraded };
        }

        var subOption = fault.SubOption == UcSubOptionCode.None ? "the option"
            : $"sub-option {(int)fault.SubOption} ({SubOptionName(fault.SubOption)})";
        return Guessed(
            OfDhcp(FindingCatalogue.DhcpOption43Malformed, journal, seen, answer,
                ("subOption", subOption), ("seen", bytes.Length == 0 ? "empty" : bytes),
                ("fault", $"{subOption} {Option43Words(fault)}")), journal, answer)
            with { Severity = FindingSeverity.Degraded };
    }

    private static string SubOptionName(UcSubOptionCode code) =>
        code == UcSubOptionCode.UcIdentifier ? "UCIdentifier"
        : code == UcSubOptionCode.UrlScheme ? "URLScheme"
        : $"{code}";

    private static string Option43Words(UcVendorFault fault) => fault.Kind switch
    {
        UcVendorFaultKind.Empty or UcVendorFaultKind.SubOptionEmpty => "is empty",
        UcVendorFaultKind.SubOptionPastEnd => "runs past the end",
        UcVendorFaultKind.TooManySubOptions => "has too many sub-options",
        UcVendorFaultKind.SubOptionRepeated => "stands there twice",
        UcVendorFaultKind.SubOptionMissing => "is missing",
        UcVendorFaultKind.ClosedByNul => "is closed by a NUL, as of a value that was defined as a string",
        UcVendorFaultKind.NotAscii => "is not text",
        UcVendorFaultKind.InvalidScheme => $"is not a scheme: “{fault.TextSeen}”",
        UcVendorFaultKind.InvalidServer => $"is not a host name: “{fault.TextSeen}”",
        UcVendorFaultKind.InvalidPort => $"is not a port: “{fault.TextSeen}”",
        UcVendorFaultKind.InvalidPath => $"is not a path: “{fault.TextSeen}”",
        _ => "is wrong",
    };

    private static IEnumerable<Finding> DhcpServersDisagree(JournalView journal)
    {
        if (DhcpOf(journal) is not { Outcome.ServersDisagree: true } seen)
        {
            yield break;
        }

        var said = seen.Outcome.Answers.Select(answer => $"{answer.Server} says "
            + (answer.Registrar?.Text ?? "nothing of a Registrar")
            + (answer.WebServicesUrl is { } url ? $" and {url}" : ""));
        yield return new(FindingCatalogue.DhcpServersDisagree, [seen])
        {
            Severity = FindingSeverity.Degraded,
            Values = Values(("said", string.Join("; ", said)), ("server", $"{seen.Outcome.Server}")),
        };
    }

    private static IEnumerable<Finding> DhcpSlow(JournalView journal)
    {
        if (DhcpOf(journal) is { Outcome.Answers: [{ Took: var took } answer, ..] } seen && took >= SlowDhcp)
        {
            yield return OfDhcp(FindingCatalogue.DhcpSlow, journal, seen, answer, ("took", Seconds(took)))
                with { Severity = OfSlow(journal) };
        }
    }
}
