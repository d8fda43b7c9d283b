using System.Globalization;
using Dialtone.Core.Discovery;
using Dialtone.Core.Publishing;
using Dialtone.Reports;
using Dialtone.Wire.Dns;

namespace Dialtone.Publishing;

/// <summary>What DNS servers have of a record, in English.</summary>
public static class DnsCheckText
{
    /// <summary>The record with its type.</summary>
    public static string NameOf(CheckedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return $"{record.Name} {(record.Type == DnsType.A ? "A/AAAA" : record.Type.ToString().ToUpperInvariant())}";
    }

    /// <summary>What one server said of it.</summary>
    public static string Of(CheckedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var said = answer.State switch
        {
            CheckedState.Missing => answer.Status == DnsStatus.NoSuchName
                ? "missing (the name does not exist)" : "missing (no records of that type)",
            CheckedState.Unanswered when answer.Status == DnsStatus.TimedOut => "no answer",
            CheckedState.Unanswered => $"{Words.Of(answer.Status)}"
                + (answer.Detail.Length > 0 ? $": {answer.Detail}" : ""),
            _ => string.Join(", ", answer.Records.Select(DnsConfiguration.DataOf)),
        };
        var trouble = answer.State switch
        {
            CheckedState.OtherTarget => $"; {answer.Subject} is not the pool that was expected",
            CheckedState.NoAddress => $"; {answer.Subject} has no address",
            CheckedState.OutsideDomain =>
                $"; {answer.Subject} lies outside the SIP domain, and devices do not follow there",
            CheckedState.ServiceOff => "; which says that there is no such service",
            _ => "",
        };
        return said + trouble + (answer.State is CheckedState.Unanswered ? "" : $" ({SourceOf(answer)})");
    }

    private static string SourceOf(CheckedAnswer answer) => answer.IsAuthoritative
        ? "authoritative"
        : string.Create(
            CultureInfo.InvariantCulture, $"from a cache or another server, {answer.TimeToLive.TotalSeconds:0} s left");
}
