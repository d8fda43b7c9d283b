using System.Globalization;
using Dialtone.Core.Transactions;

namespace Dialtone.Reports.Html;

/// <summary>The verdict in one sentence: who, when, what came of it, and where it ended.</summary>
internal static class VerdictSentence
{
    /// <summary>The sentence.</summary>
    public static string Of(TransactionResult result) => result.Result switch
    {
        TransactionVerdict.Success => $"{Done(result)} {When(result.StartedAt)}, in {Words.Of(result.Latency)}.",
        TransactionVerdict.Failure => $"{NotDone(result)} {When(result.StartedAt)}{Where(result)}.",
        _ => $"The test of {Who(result)} {When(result.StartedAt)} was stopped before it came to an end.",
    };

    /// <summary>What the window, or the file in a list of them, is called.</summary>
    public static string TitleOf(TransactionResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{NameOf(result.Result)}: {NameOf(result.Kind)}, {Who(result)}, {result.StartedAt:yyyy-MM-dd HH:mm}");

    /// <summary>The name of a transaction.</summary>
    public static string NameOf(TransactionKind kind) => kind switch
    {
        TransactionKind.ClientAuth => "Client authentication",
        TransactionKind.Registration => "Registration",
        TransactionKind.PhoneBootstrap => "Phone bootstrap",
        TransactionKind.AvEdgeConnectivity => "A/V Edge connectivity",
        TransactionKind.Presence => "Presence",
        _ => kind.ToString(),
    };

    /// <summary>The name of a result.</summary>
    public static string NameOf(TransactionVerdict verdict) =>
        verdict == TransactionVerdict.NotRun ? "Not run" : verdict.ToString();

    /// <summary>A moment, with the zone that it is said in.</summary>
    public static string Of(DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $"{at:d MMMM yyyy, HH:mm:ss} {ZoneOf(at)}");

    private static string Who(TransactionResult result) => result.Account switch
    {
        "" => "an unknown user",
        ['s', 'i', 'p', ':', .. var address] => address,
        var account => account,
    };

    private static string Done(TransactionResult result) => result.Kind switch
    {
        TransactionKind.ClientAuth => $"{Who(result)} signed in by certificate",
        TransactionKind.PhoneBootstrap => $"A phone signed in as {Who(result)} by number and PIN",
        TransactionKind.AvEdgeConnectivity => $"{Who(result)} reached every Media Relay",
        TransactionKind.Presence => $"What {Who(result)} published was seen by the other user",
        _ => $"{Who(result)} signed in",
    };

    private static string NotDone(TransactionResult result) => result.Kind switch
    {
        TransactionKind.ClientAuth => $"{Who(result)} could not sign in by certificate",
        TransactionKind.PhoneBootstrap => $"A phone could not sign in as {Who(result)} by number and PIN",
        TransactionKind.AvEdgeConnectivity => $"{Who(result)} could not use every Media Relay",
        TransactionKind.Presence => $"What {Who(result)} published was not seen by the other user",
        _ => $"{Who(result)} could not sign in",
    };

    private static string When(DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture, $"on {at:d MMMM yyyy} at {at:HH:mm}\u00A0{ZoneOf(at)}");

    private static string ZoneOf(DateTimeOffset at) => at.Offset == TimeSpan.Zero
        ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{at:zzz}");

    private static string Where(TransactionResult result) =>
        result.FailedStep is { } step ? $": it failed at “{Words.Of(step)}”" : "";
}
