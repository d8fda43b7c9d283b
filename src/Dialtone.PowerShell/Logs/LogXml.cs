using System.Text;
using System.Xml.Linq;
using Dialtone.Core.Findings;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Reports;

namespace Dialtone.PowerShell.Logs;

/// <summary>
/// The log of a transaction as XML: result, activities with what was said meanwhile, steps, findings, messages. Moments
/// are UTC, lengths of time as in XML Schema.
/// </summary>
internal static class LogXml
{
    /// <summary>The whole.</summary>
    public static XElement Of(TransactionResult result, IReadOnlyList<Activity> activities) => new(
        "SyntheticTransaction",
        new XAttribute("Kind", result.Kind),
        new XAttribute("StartedAt", result.StartedAt.UtcDateTime),
        new XElement("TargetUri", result.TargetUri),
        new XElement("TargetFqdn", result.TargetFqdn),
        new XElement("UserSipAddress", result.Account),
        new XElement("Result", result.Result),
        new XElement("Latency", result.Latency),
        new XElement("Error", Plain(result.Error)),
        new XElement("Diagnosis", Plain(result.Diagnosis)),
        new XElement("FailedStep", result.FailedStep),
        new XElement("Activities", activities.Select(each => Of(each, result))),
        new XElement("Steps", result.Steps.Select(Of)),
        new XElement("Targets", result.Targets.Select(Of)),
        new XElement(
            "Findings", result.Findings.Causes.Select(each => Of(each, null)),
            result.Findings.Consequences.Select(each => Of(each.Finding, each.Of))),
        new XElement("Messages", result.Messages.Select(each => Of(each, result))));

    private static XElement Of(Activity activity, TransactionResult result) => new(
        "Activity",
        new XAttribute("Name", activity.Name),
        new XAttribute("Start", At(activity.StartedAt, result)),
        activity.EndedAt is { } end ? new XAttribute("End", At(end, result)) : null,
        new XAttribute("Result", (activity.EndedAt, activity.Succeeded) switch
        {
            (null, _) => TransactionVerdict.NotRun,
            (_, true) => TransactionVerdict.Success,
            _ => TransactionVerdict.Failure,
        }),
        activity.Lines.Select(line => new XElement("Message", new XAttribute("Level", "Verbose"), Plain(line))));

    private static XElement Of(StepReport step) => new(
        "Step", new XAttribute("Name", step.Step), new XAttribute("Result", step.Result),
        new XAttribute("Took", step.Took));

    private static XElement Of(TargetResult target) => new(
        "Target",
        new XAttribute("Name", target.Candidate.Host),
        new XAttribute("Place", Words.PlaceOf(target.Candidate)),
        new XAttribute("Transport", Words.Of(target.Candidate.Transport)),
        new XAttribute("Result", target.Result.Result),
        new XAttribute("Latency", target.Result.Latency),
        target.Result.FailedStep is { } step ? new XAttribute("FailedStep", step) : null,
        target.Result.Cause is { } cause ? new XAttribute("Cause", cause.Code) : null,
        Plain(target.Result.Error));

    private static XElement Of(Finding finding, Finding? of) => new(
        "Finding",
        new XAttribute("Code", finding.Code),
        new XAttribute("Severity", finding.Severity),
        of is null ? null : new XAttribute("ExplainedBy", of.Code),
        new XElement("Title", Plain(finding.Title)),
        finding.Directions.Select(each => new XElement(
            "Direction", new XAttribute("Audience", each.Audience),
            each.Command is { } command ? new XAttribute("Command", Plain(command)) : null, Plain(each.Text))));

    private static XElement Of(TracedMessage message, TransactionResult result) => new(
        "Message",
        new XAttribute("At", At(message.At, result)),
        new XAttribute("Protocol", message.Protocol),
        new XAttribute("Sent", message.IsSent),
        new XAttribute("Local", message.Local),
        new XAttribute("Remote", message.Remote),
        new XAttribute("Title", Plain(message.Title)),
        message.Protocol is TracedProtocol.Sip or TracedProtocol.Http
            ? Plain(Encoding.UTF8.GetString(message.Bytes.AsSpan()))
            : Convert.ToHexString(message.Bytes.AsSpan()));

    private static DateTime At(Instant moment, TransactionResult result) =>
        (result.StartedAt + moment.SinceStart).UtcDateTime;

    // XML 1.0 has no place for most control characters, which whoever answers may send.
    private static string Plain(string text) =>
        string.Concat(text.Select(each => System.Xml.XmlConvert.IsXmlChar(each) ? each : '\uFFFD'));
}
