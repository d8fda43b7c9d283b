using System.Globalization;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.WebServices;

namespace Dialtone.Reports;

/// <summary>What Lyncdiscover said, in English.</summary>
internal static class LyncdiscoverText
{
    /// <summary>In one sentence without a full stop.</summary>
    public static string Of(LyncdiscoverOutcome outcome) => outcome.Status switch
    {
        LyncdiscoverStatus.Found => $"{outcome.WebServer} → {string.Join(", ", outcome.Registrars.Select(PlaceOf))}",
        LyncdiscoverStatus.NotThere => "neither name of Lyncdiscover has an address",
        LyncdiscoverStatus.TimedOut => $"Lyncdiscover gave no Registrar in time{Why(outcome)}",
        _ => $"Lyncdiscover names no Registrar{Why(outcome)}",
    };

    /// <summary>Why one way led to none.</summary>
    public static string Of(LyncdiscoverFailure failure) => failure.Kind switch
    {
        LyncdiscoverFailureKind.NotReached or LyncdiscoverFailureKind.Refused or LyncdiscoverFailureKind.TicketRefused
            when failure.Call is { } call => $"{failure.Url} {WebText.Of(call)}"
                + (failure.Kind == LyncdiscoverFailureKind.TicketRefused ? ", although it was shown a web ticket" : ""),
        LyncdiscoverFailureKind.Malformed =>
            $"{failure.Url} answered what is no answer of Lyncdiscover: {failure.Detail}",
        LyncdiscoverFailureKind.NotFollowed =>
            $"{failure.Url} leads to '{failure.Detail}', which is not HTTPS within the SIP domain and is not followed",
        LyncdiscoverFailureKind.TooManyRedirects => $"{failure.Url} leads round in circles, to {failure.Detail}",
        LyncdiscoverFailureKind.NoTicket when failure.Ticket is { } ticket =>
            $"{failure.Url} asks for a web ticket: {CertificateText.Of(ticket)}",
        LyncdiscoverFailureKind.UserUnknown => $"{failure.Url} does not know the user",
        _ => $"{failure.Url} leads nowhere",
    };

    /// <summary>The line of the walk.</summary>
    public static WalkLine LineOf(JournalEntry.LyncdiscoverSeen entry) => new(
        entry.Outcome.Status switch
        {
            LyncdiscoverStatus.Found => WalkMark.Done,
            // Older deployments have none: that is no failure.
            LyncdiscoverStatus.NotThere => WalkMark.Note,
            _ => WalkMark.Failed,
        },
        entry.Step, entry.Outcome.Took, Of(entry.Outcome), entry);

    private static string PlaceOf(SipAccess access) =>
        string.Create(CultureInfo.InvariantCulture, $"{access.Host}:{access.Port}");

    // Names that are not there say nothing beside one that is.
    private static string Why(LyncdiscoverOutcome outcome) =>
        (outcome.Failures.LastOrDefault(each => each.Kind != LyncdiscoverFailureKind.NotReached)
            ?? outcome.Failures.LastOrDefault()) is { } last ? $": {Of(last)}" : "";
}
