using Dialtone.Core.Exchange.Relays;

namespace Dialtone.Reports;

/// <summary>How a check of a relay is said in English, in one line.</summary>
public static class RelayText
{
    /// <summary>Where and how it was asked: <c>UDP 192.0.2.30:3478</c>.</summary>
    public static string PlaceOf(RelayTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return $"{(target.Transport == RelayTransport.Udp ? "UDP" : "TCP")} {target.EndPoint}";
    }

    /// <summary>The same behind the relay's name, where it has one.</summary>
    public static string NameOf(RelayTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Host.IsEmpty ? PlaceOf(target) : $"{target.Host} {PlaceOf(target)}";
    }

    /// <summary>What it came to.</summary>
    public static string Of(RelayOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return Words.Printable(outcome.Status switch
        {
            RelayStatus.Reachable => $"it is there and asks for proof{Realm(outcome)}{Latency(outcome)}",
            RelayStatus.Allocated => $"it takes the credentials{Realm(outcome)} and gave "
                + $"{outcome.Relayed?.ToString() ?? "no address that can be read"}{Seen(outcome)}{Latency(outcome)}"
                + (outcome.Detail.Length > 0 ? $"; {outcome.Detail}" : ""),
            _ => outcome.Detail,
        });
    }

    private static string Realm(RelayOutcome outcome) =>
        outcome.Realm.Length > 0 ? $" (realm {outcome.Realm})" : "";

    private static string Seen(RelayOutcome outcome) =>
        outcome.Reflexive is { } reflexive ? $", sees this machine as {reflexive}" : "";

    private static string Latency(RelayOutcome outcome) =>
        outcome.Latency is { } latency ? $", answered in {Words.Of(latency)}" : "";
}
