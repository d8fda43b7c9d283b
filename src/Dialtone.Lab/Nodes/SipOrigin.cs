using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>Where a request came from, and the way that its answer takes.</summary>
/// <param name="Flow">The connection, or the socket for datagrams.</param>
/// <param name="Source">The address and port that it came from.</param>
/// <param name="ReplyTo">Where an answer over UDP goes; on a connection the same as the source.</param>
/// <param name="IsTls">Whether it came over TLS.</param>
/// <param name="IsDatagram">Whether it came over UDP.</param>
internal readonly record struct SipOrigin(
    FlowId Flow, EndPointAddress Source, EndPointAddress ReplyTo, bool IsTls, bool IsDatagram);
