using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.WebServices;

/// <summary>Where a client reaches its Registrar, by Lyncdiscover.</summary>
/// <param name="Host">The name.</param>
/// <param name="Port">The port.</param>
public readonly record struct SipAccess(HostName Host, ushort Port);
