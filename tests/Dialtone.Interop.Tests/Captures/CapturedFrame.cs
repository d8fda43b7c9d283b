namespace Dialtone.Interop.Tests.Captures;

/// <summary>One frame of a capture.</summary>
/// <param name="Protocols">From the outside in, as in <c>raw:ip:udp:dns</c>.</param>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Comment">What is said of it.</param>
/// <param name="IsBad">Whether a checksum is wrong, or something cannot be dissected or is strange.</param>
/// <param name="Text">All that was said of it.</param>
internal sealed record CapturedFrame(string Protocols, double Time, string Comment, bool IsBad, string Text);
