using System.Collections.Immutable;

namespace Dialtone.Core.Devices;

/// <summary>
/// Every time limit of a device. None is published for the phones; these are the project's choice, near to what tools
/// of the field do, and all of them can be set.
/// </summary>
public sealed record DeviceTimings
{
    /// <summary>The whole of discovery; DNS and DHCP have shorter limits of their own.</summary>
    public TimeSpan Discovery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One TCP connection. Windows would wait 21 s; a person does not.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One TLS handshake.</summary>
    public TimeSpan Tls { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One final response to REGISTER: 64 times T1 (RFC 3261 section 17.1.2.2).</summary>
    public TimeSpan Register { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>
    /// The response to REGISTER with Expires 0: a person who signs out does not wait for a dead server.
    /// </summary>
    public TimeSpan SignOut { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long before its end a registration is renewed; at most half of it.</summary>
    public TimeSpan RefreshMargin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long to wait after the first, second … cycle that failed; the last row repeats. Quick at first, since most
    /// outages at power-on are a switch port that is not forwarding yet; then slow, since a pool that comes back must
    /// not meet all its phones in one second. Each wait is drawn from half to the whole of its row.
    /// </summary>
    public ImmutableArray<TimeSpan> BackOff { get; init; } =
    [
        TimeSpan.FromSeconds(10),  //   10 s since the first failure: spanning tree, a slow DHCP server
        TimeSpan.FromSeconds(30),  //   40 s: a server that restarts
        TimeSpan.FromSeconds(60),  //  100 s
        TimeSpan.FromSeconds(120), //  220 s
        TimeSpan.FromSeconds(300), //  520 s: a backup pool takes users after 300 s without its primary
    ];

    /// <summary>
    /// How long to wait after a refusal. Directories lock an account after some wrong passwords within half an hour at
    /// most by default; four tries an hour stay below that.
    /// </summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest Retry-After that is believed.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromMinutes(30);
}
