using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Core.Publishing;

/// <summary>What every DHCP server said, side by side.</summary>
public sealed record DhcpComparison
{
    /// <summary>The servers in the order in which they answered.</summary>
    public required ImmutableArray<ComparedServer> Servers { get; init; }

    /// <summary>What they do not agree on.</summary>
    public required ImmutableArray<ComparedMatter> Disagreements { get; init; }

    /// <summary>What a sign-in would find about it.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>Whether the first question has the answer that a phone needs.</summary>
    public required bool IsServed { get; init; }

    /// <summary>Whether a phone would be served, alike by all of them, and by none of them wrongly.</summary>
    public bool IsSound => IsServed && Disagreements.IsEmpty && Servers.All(server =>
        server.Phone is null or { RegistrarFault.Length: 0, WebServicesFault.Length: 0 });

    /// <summary>Compares the answers to one or several questions.</summary>
    public static DhcpComparison Of(ImmutableArray<DhcpOutcome> outcomes)
    {
        var phones = AnswersOf(outcomes, isVlan: false);
        var vlans = AnswersOf(outcomes, isVlan: true);
        var servers = phones.Keys.Concat(vlans.Keys).Distinct()
            .Select(key => new ComparedServer(
                key.Server, phones.GetValueOrDefault(key), vlans.GetValueOrDefault(key)))
            .ToImmutableArray();
        return new()
        {
            Servers = servers,
            Disagreements =
            [
                .. Enum.GetValues<ComparedMatter>().Where(matter => servers
                    .Where(server => IsAsked(server, matter))
                    .Select(server => SaidBy(server, matter)).Distinct(StringComparer.Ordinal).Skip(1).Any()),
            ],
            Findings = FindingsOf(outcomes),
            IsServed = outcomes is [{ Status: DhcpStatus.Answered }, ..],
        };
    }

    /// <summary>The bytes of a matter as digits, or its text; empty where the server says nothing of it.</summary>
    public static string SaidBy(ComparedServer server, ComparedMatter matter)
    {
        ArgumentNullException.ThrowIfNull(server);
        return matter switch
        {
            ComparedMatter.SipServers => Hex(server.Phone?.SipServersBytes),
            ComparedMatter.WebServices => Hex(server.Phone?.UcVendorBytes),
            ComparedMatter.Vlan => Hex(server.Vlan?.UcVendorBytes),
            ComparedMatter.VendorClass => server.Answer.VendorClass,
            _ => Hex(server.Answer.EnterpriseBytes),
        };
    }

    // A server that was not heard on a question says nothing of it, rightly or wrongly: answers get lost.
    private static bool IsAsked(ComparedServer server, ComparedMatter matter) => matter switch
    {
        ComparedMatter.SipServers or ComparedMatter.WebServices => server.Phone is not null,
        ComparedMatter.Vlan => server.Vlan is not null,
        _ => true,
    };

    private static string Hex(ImmutableArray<byte>? bytes) =>
        bytes is { IsDefaultOrEmpty: false } some ? Convert.ToHexString(some.AsSpan()) : "";

    // A server may answer the same question in two ways: each is a column.
    private static Dictionary<(Wire.Addresses.IpAddress Server, int Time), DhcpAnswer> AnswersOf(
        ImmutableArray<DhcpOutcome> outcomes, bool isVlan)
    {
        var answers = new Dictionary<(Wire.Addresses.IpAddress Server, int Time), DhcpAnswer>();
        foreach (var answer in outcomes.Where(outcome => (outcome.Purpose == DhcpPurpose.VoiceVlan) == isVlan)
            .SelectMany(outcome => outcome.Answers))
        {
            answers[(answer.Server, answers.Keys.Count(key => key.Server == answer.Server))] = answer;
        }

        return answers;
    }

    // As in a sign-in, of which this is the part that asks DHCP: 11xx and 91xx. That there is no VLAN is no fault.
    private static ImmutableArray<Finding> FindingsOf(ImmutableArray<DhcpOutcome> outcomes) =>
    [
        .. outcomes.Where(outcome => outcome.Purpose != DhcpPurpose.VoiceVlan)
            .SelectMany(outcome => RootCauseAnalysis.Of([new JournalEntry.DhcpSeen(default, outcome)]).Causes)
            .Where(finding => finding.Code.Number / 100 is 11 or 91),
    ];
}
