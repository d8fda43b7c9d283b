namespace Dialtone.Core.Net;

/// <summary>
/// How a system watches whether the peer's system is still there. TCP by itself says nothing of a peer that has lost
/// its power or its cable: an idle connection to it stands for ever, and what is written to it is sent again for a
/// quarter of an hour.
/// </summary>
/// <param name="Idle">
/// After what time without anything from the peer its system is asked (TCP keep-alive, RFC 9293 section 3.8.4), and
/// again every second until it answers. Whole seconds.
/// </param>
/// <param name="Limit">
/// After what time without an answer or an acknowledgement the connection ends with <see cref="ChannelEnd.TimedOut"/>
/// (the user timeout of RFC 5482). Longer than <paramref name="Idle"/>.
/// </param>
public sealed record PeerWatch(TimeSpan Idle, TimeSpan Limit);
