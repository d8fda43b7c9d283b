using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Dialtone.Core.Devices;

namespace Dialtone.Cli.Options;

/// <summary><c>--failback</c>: when a phone on a server of lower priority tries the first one again.</summary>
internal static class FailbackOption
{
    // The range that desk phones have; 0 is never.
    private const int SecondsMin = 60;
    private const int SecondsMax = 65_535;

    public static Option<(FailbackPolicy Policy, TimeSpan? After)?> Create() => new("--failback")
    {
        Description = "When a phone on a server of lower priority tries the first one again: with new-requests, after "
            + "the dns-ttl, with each registration, or after a duration in seconds (3600 if left out, 0 for never). "
            + "By default as the profile has it.",
        CustomParser = Parse,
        HelpName = "POLICY[=SECONDS]",
    };

    private static (FailbackPolicy Policy, TimeSpan? After)? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        FailbackPolicy? policy = (equals < 0 ? text : text[..equals]) switch
        {
            "new-requests" => FailbackPolicy.NewRequests,
            "dns-ttl" => FailbackPolicy.DnsTtl,
            "registration" => FailbackPolicy.Registration,
            "duration" => FailbackPolicy.Duration,
            _ => null,
        };
        if (policy is { } known && equals < 0)
        {
            return (known, null);
        }

        if (policy == FailbackPolicy.Duration
            && int.TryParse(text[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is 0 or (>= SecondsMin and <= SecondsMax))
        {
            return (FailbackPolicy.Duration, TimeSpan.FromSeconds(seconds));
        }

        result.AddError("--failback takes new-requests, dns-ttl, registration, duration or duration=SECONDS with 0 or "
            + $"{SecondsMin} to {SecondsMax}; '{text}' is none of them.");
        return null;
    }
}
