using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Net;

/// <summary>Asks for TLS on a connection.</summary>
/// <param name="ExpectedName">The name asked for: sent as SNI, and what the certificate is judged against.</param>
public sealed record TlsRequest(HostName ExpectedName);
