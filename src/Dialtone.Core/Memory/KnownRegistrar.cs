using Dialtone.Core.Candidates;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Memory;

/// <summary>A Registrar that registration succeeded with, and the way it was reached.</summary>
public sealed record KnownRegistrar(HostName Host, SipTransport Transport, ushort Port);
