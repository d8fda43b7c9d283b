using System.Collections.Immutable;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>How a relay is checked.</summary>
public sealed record RelayCheckOptions
{
    /// <summary>
    /// When a request is sent over UDP, counted from its beginning. RFC 8489 section 6.2.1 would send seven times
    /// within 39.5 s; a person waits here, and a network that loses one of two datagrams still brings one of three.
    /// </summary>
    public ImmutableArray<TimeSpan> SendAt { get; init; } =
        [TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5)];

    /// <summary>For how long each step is waited for: the connection, the hello, each request.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(3);

    internal static void Validate(RelayCheckOptions options)
    {
        var sendAt = options.SendAt;
        if (sendAt.IsDefaultOrEmpty || sendAt[0] != TimeSpan.Zero || sendAt[^1] >= options.StepTimeout
            || sendAt.Zip(sendAt.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException(
                $"{nameof(SendAt)} begins at 0 and rises to less than {nameof(StepTimeout)}.", nameof(options));
        }
    }
}
