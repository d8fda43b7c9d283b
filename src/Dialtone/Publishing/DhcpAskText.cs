using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Discovery;
using Dialtone.Core.Publishing;
using Dialtone.Reports;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Publishing;

/// <summary>What DHCP servers said, in English: a row for each matter, a cell for each server.</summary>
public static class DhcpAskText
{
    /// <summary>A row of the table.</summary>
    /// <param name="Name">What it is about.</param>
    /// <param name="Cells">What each server says, in the order of the servers.</param>
    /// <param name="Differs">Whether they do not agree, where they ought to.</param>
    public readonly record struct Row(string Name, ImmutableArray<string> Cells, bool Differs);

    private const string Nothing = "-";

    /// <summary>The rows for the servers of a comparison.</summary>
    public static ImmutableArray<Row> Of(DhcpComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var servers = comparison.Servers;
        ImmutableArray<Row> rows =
        [
            new("server identifier", [.. servers.Select(each => $"{each.Server}")], false),
            new("answered from", [.. servers.Select(each => $"{each.Answer.From}")], false),
            new("relay agent", [.. servers.Select(each => each.Answer.Relay?.ToString() ?? "none")], false),
            new("after", [.. servers.Select(each => Time(each.Answer.Took))], false),
            .. Enum.GetValues<ComparedMatter>().Select(matter => new Row(
                NameOf(matter),
                [.. servers.Select(each => SaidOf(each, matter))],
                comparison.Disagreements.Contains(matter))),
        ];
        // What nobody says of the rarer options is no news.
        return rows.RemoveAll(row => row.Name.StartsWith("option 60", StringComparison.Ordinal)
                && row.Cells.All(cell => cell == Nothing))
            .RemoveAll(row => row.Name.StartsWith("option 125", StringComparison.Ordinal)
                && row.Cells.All(cell => cell == Nothing));
    }

    /// <summary>What came of one question, in one line.</summary>
    public static string Of(DhcpOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var asked = outcome.Purpose switch
        {
            DhcpPurpose.UcPhone => $"As {UcVendorOption.VendorClass} for options 120 and 43",
            DhcpPurpose.VoiceVlan => $"As {VoiceVlanOption.VendorClass} for option 43 (VLAN)",
            _ => "Without a vendor class for option 120",
        };
        var place = outcome.Interface is { } name ? $" on {name}" : "";
        return outcome.Status is DhcpStatus.NotPermitted or DhcpStatus.Unavailable
            ? $"{asked}{place}: not asked: {outcome.Detail}"
            : $"{asked}{place}: {Words.Count(outcome.Sent, "DHCPINFORM", "DHCPINFORM")} sent, "
                + $"{Words.Count(outcome.Answers.Length, "answer", "answers")} in {Time(outcome.Took)}"
                + (outcome.Ignored.Total - outcome.Ignored.Repeated is > 0 and var others
                    ? $", {Words.Count(others, "datagram", "datagrams")} of others" : "");
    }

    private static string NameOf(ComparedMatter matter) => matter switch
    {
        ComparedMatter.SipServers => "option 120",
        ComparedMatter.WebServices => "option 43",
        ComparedMatter.Vlan => "option 43, VLAN",
        ComparedMatter.VendorClass => "option 60",
        _ => "option 125",
    };

    private static string SaidOf(ComparedServer server, ComparedMatter matter) => matter switch
    {
        ComparedMatter.SipServers when server.Phone is { } phone => phone.RegistrarFault.Length > 0
            ? phone.RegistrarFault
            : OrNothing(string.Join(", ", [.. phone.RegistrarNames, .. phone.RegistrarAddresses])),
        ComparedMatter.WebServices when server.Phone is { } phone =>
            phone.WebServicesUrl ?? OrNothing(phone.WebServicesFault),
        ComparedMatter.Vlan when server.Vlan is { } answer =>
            answer.Vlan is { } vlan ? $"{vlan.Id}" : OrNothing(DhcpComparison.SaidBy(server, matter)),
        ComparedMatter.VendorClass => OrNothing(server.Answer.VendorClass),
        ComparedMatter.Enterprise => OrNothing(DhcpComparison.SaidBy(server, matter)),
        _ => "no answer",
    };

    private static string OrNothing(string text) => text.Length == 0 ? Nothing : text;

    private static string Time(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
