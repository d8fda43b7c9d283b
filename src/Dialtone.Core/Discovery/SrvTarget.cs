using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Discovery;

/// <summary>One SRV record (RFC 2782).</summary>
/// <param name="Host">The target; the default value is the root, "service decidedly not available".</param>
/// <param name="Port">The port, never a default.</param>
/// <param name="Priority">Lower is tried first.</param>
/// <param name="Weight">Share among equals of a priority.</param>
public readonly record struct SrvTarget(HostName Host, ushort Port, ushort Priority, ushort Weight);
