using System.Globalization;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;

namespace Dialtone.Reports;

/// <summary>How a request to a web server is said in English, in one line.</summary>
public static class WebText
{
    /// <summary>What came of it, to stand behind its address.</summary>
    public static string Of(WebOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return Words.Printable(outcome.Status switch
        {
            WebStatus.Answered => Answer(outcome) + Proof(outcome) + Said(outcome),
            WebStatus.NotResolved when outcome.Addresses is { } addresses =>
                $"is not reached: {outcome.Url.Host} {Words.Of(addresses)}",
            WebStatus.NoAnswer when outcome.Step == WebStep.Authenticate =>
                "is not reached: no ticket for it came in time",
            _ when outcome.Tries is [.., var last] => $"is not reached: {Of(last)}",
            _ => "is not reached",
        });
    }

    /// <summary>What became of one address.</summary>
    public static string Of(WebTry tried)
    {
        ArgumentNullException.ThrowIfNull(tried);
        var what = tried switch
        {
            { Judgement.Problems: [var first, ..], Tls: { } tls } => "is not trusted: its certificate " + Words.Of(
                first.Verdict, tls.Chain.ElementAtOrDefault(first.ChainIndex), [tried.Expected], tried.WallClock),
            { Step: WebStep.Tls, End: ChannelEnd.TimedOut } => "said nothing in the TLS handshake",
            { Step: WebStep.Http, End: ChannelEnd.TimedOut } => "did not answer the request",
            { Step: WebStep.Http, End: ChannelEnd.ClosedByPeer or ChannelEnd.Reset } =>
                Words.Of(tried.End) + " before it had answered",
            _ => Words.Of(tried.End),
        };
        return Words.Printable($"{tried.Remote} {what}{Detail(tried)}");
    }

    private static string Answer(WebOutcome outcome) => string.Create(
        CultureInfo.InvariantCulture, $"answered {outcome.HttpStatus} {outcome.Reason}").TrimEnd()
        + (outcome.Server.Length > 0 ? $" from {outcome.Server}" : "")
        + (outcome.Redirect is { } redirect ? $", to {redirect}" : "");

    private static string Proof(WebOutcome outcome) => outcome.Proof switch
    {
        WebProof.Accepted => $", the user proved by {outcome.Scheme}",
        WebProof.Refused => $", the user's proof by {outcome.Scheme} refused",
        WebProof.NotTried => $", asking for {string.Join(" or ", outcome.Offered)}",
        WebProof.NotOffered =>
            $", asking for {string.Join(" or ", outcome.Offered)}, and this device has none of these",
        WebProof.NotMade => $", and this machine could not prove the user by {outcome.Scheme}: {outcome.Detail}",
        _ => "",
    };

    private static string Said(WebOutcome outcome) =>
        outcome.Diagnostics.Length == 0 ? "" : $"; it says: {outcome.Diagnostics}";

    // What a connection that failed in a known way says besides is the system's name for the same.
    private static string Detail(WebTry tried) =>
        tried.Detail.Length > 0 && tried is { Judgement: null, End: ChannelEnd.Failed or ChannelEnd.TlsFailed
            or ChannelEnd.TlsAlert or ChannelEnd.TlsNotAgreed or ChannelEnd.NotTls } ? $" ({tried.Detail})" : "";
}
