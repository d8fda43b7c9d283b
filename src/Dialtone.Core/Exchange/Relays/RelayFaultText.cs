using Dialtone.Core.Net;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>What a relay did in words for an administrator: what it means, and what to look at.</summary>
public static class RelayFaultText
{
    /// <summary>The most characters of a text of a relay that are kept.</summary>
    public const int SeenMax = 128;

    internal const int Unauthorized = 401;
    internal const int MissingUsername = 432;
    internal const int StaleNonce = 438;

    /// <summary>
    /// What a code of a dialect means and what to do about it; empty where it says no more than its reason.
    /// </summary>
    public static string MeaningOf(RelayDialect dialect, int code) => dialect == RelayDialect.AvEdge
        ? code switch
        {
            401 => "it asks for proof again: it does not take these credentials",
            430 => "the credentials have expired: the clocks of MRAS and the relay differ by more than their life, "
                + "or old ones were used",
            431 => "MRAS and the relay do not share their keys, or the relay names another realm than it checks: the "
                + "A/V authentication certificate must be the same on every Edge Server of the pool",
            436 => "MRAS and the relay do not share their keys: the A/V authentication certificate must be the same "
                + "on every Edge Server of the pool",
            438 => "it finds every nonce too old, its own new ones too",
            437 => "the allocation is gone: the relay restarted, or it ran out",
            433 => "it wants TLS",
            _ => "",
        }
        : code switch
        {
            300 => "it names another server to use",
            401 => "user name or password is wrong for this realm",
            403 => "its policy forbids it to this user or this address",
            438 => "it finds every nonce too old, its own new ones too",
            441 => "the credentials are not those of the allocation",
            486 => "the user has as many allocations as the relay allows",
            508 => "it has no address left to give",
            _ => "",
        };

    internal static bool IsOfCredentials(RelayDialect dialect, int code) => dialect == RelayDialect.AvEdge
        ? code is 401 or (>= 430 and <= 436) or 438 or 441
        : code is 401 or 438 or 441;

    internal static string OfCode(RelayDialect dialect, int code, string reason, bool ofCredentials)
    {
        // What came without a readable code is kept as 1.
        var said = code < 300 ? "an error without a code" : FormattableString.Invariant($"{code} {reason}").TrimEnd();
        var meaning = MeaningOf(dialect, code);
        return $"{(ofCredentials ? "it refuses the credentials with" : "it answers")} {said}"
            + (meaning.Length > 0 ? $": {meaning}" : "");
    }

    internal static string NotUnderstood(RelayTarget target, RelayStep step) => step == RelayStep.Hello
        ? "it does not answer the hello of an A/V Edge Server: another service listens on this port"
        : $"what it answers is not {NameOf(target.Dialect)}: another service listens on this port";

    internal static string OfSilence(RelayTarget target, RelayStep step, int sent, TimeSpan waited)
    {
        var seconds = FormattableString.Invariant($"{waited.TotalSeconds:0.#} s");
        return step switch
        {
            RelayStep.Connect => $"no answer to the TCP connection in {seconds}: a firewall drops it, or the address "
                + "is wrong",
            RelayStep.Hello => "the TCP connection stands, but nothing answers the hello of "
                + $"{NameOf(target.Dialect)} in {seconds}",
            RelayStep.Prove => $"it asked for proof, and did not answer the proof in {seconds}",
            _ when target.Transport == RelayTransport.Udp => $"no answer to {sent} Allocate in {seconds}: a firewall "
                + $"drops UDP port {target.EndPoint.Port}, or no relay is there",
            _ => $"the TCP connection stands, but nothing answers Allocate in {seconds}",
        };
    }

    internal static string OfEnd(RelayTarget target, RelayStatus status, RelayStep step, NetInput.Ended ended)
    {
        var said = ended.Detail.Length > 0 ? $" ({ended.Detail})" : "";
        return status switch
        {
            RelayStatus.Refused => $"nobody listens at {target.EndPoint}{said}",
            RelayStatus.Unreachable => $"there is no way to {target.EndPoint.Address}{said}",
            RelayStatus.Silent => $"no answer{said}",
            RelayStatus.Closed => $"it closed the connection at {step}{said}",
            _ => $"{ended.Why}{said}",
        };
    }

    internal static string Given(RelayOutcome found) =>
        found.IsFreed ? "" : "it did not confirm that the address was given back";

    private static string NameOf(RelayDialect dialect) =>
        dialect == RelayDialect.AvEdge ? "an A/V Edge Server" : "TURN";
}
