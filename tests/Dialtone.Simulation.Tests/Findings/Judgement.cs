using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>
/// Whether a diagnosis is right. It is where the first cause is the finding that is expected, no cause of another code
/// that blocks stands beside it, titles and directions of that code name what was broken, nothing that was found
/// leaves a place without its value, and the transaction ended as it had to. One fault may be found at several
/// machines: that is one code with several subjects.
/// </summary>
internal static class Judgement
{
    /// <summary>Why it is wrong, in a few words; empty where it is right.</summary>
    public static string WhyWrong(LabExpectation expected, Diagnosis diagnosis) =>
        diagnosis.Result != expected.Result ? $"it ended with {diagnosis.Result}"
        : AllOf(diagnosis.Findings).FirstOrDefault(each => !IsReadable(each)) is { } unreadable
            ? $"{unreadable} leaves a place of its title or every direction without a value"
        : expected.Finding is not { } code ? WhyNotHealthy(diagnosis.Findings)
        : diagnosis.Findings.First is not { } first || first.Code != code ? $"found was {diagnosis.Found}"
        : BlockingBeside(diagnosis.Findings) is { } beside ? $"{beside} stands beside it"
        : expected.Names.FirstOrDefault(name => !Names(diagnosis.Findings, code, name)) is { } missing
            ? $"'{missing}' is not named"
        : "";

    private static IEnumerable<Finding> AllOf(RootCauseAnalysis findings) =>
        findings.Causes.Concat(findings.Consequences.Select(one => one.Finding));

    private static bool IsReadable(Finding finding) => !finding.Directions.IsEmpty
        && Direction.PlacesIn(finding.Definition.Title).All(finding.Values.ContainsKey);

    private static string WhyNotHealthy(RootCauseAnalysis findings) =>
        findings.First is { } cause ? $"{cause} was found" : "";

    private static Finding? BlockingBeside(RootCauseAnalysis findings) =>
        findings.Causes.FirstOrDefault(
            cause => cause.Severity == FindingSeverity.Blocking && cause.Code != findings.First!.Code);

    private static bool Names(RootCauseAnalysis findings, FindingCode code, string name) =>
        findings.Causes.Any(cause => cause.Code == code && Names(cause, name));

    private static bool Names(Finding finding, string name) =>
        finding.Title.Contains(name, StringComparison.Ordinal)
        || finding.Directions.Any(direction => direction.Text.Contains(name, StringComparison.Ordinal)
            || direction.Command?.Contains(name, StringComparison.Ordinal) == true);
}
