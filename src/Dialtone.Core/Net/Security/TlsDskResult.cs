using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Core.Net.Security;

/// <summary>What a finished handshake of TLS-DSK gives.</summary>
/// <param name="Keys">The keys of both directions, secret.</param>
/// <param name="Protocol">The version: <c>TLSv1</c>, <c>TLSv1.2</c>.</param>
/// <param name="CipherSuite">The suite, by OpenSSL's name.</param>
/// <param name="PeerCertificate">The peer's certificate in DER.</param>
public sealed record TlsDskResult(
    TlsDskKeys Keys, string Protocol, string CipherSuite, ReadOnlyMemory<byte> PeerCertificate);
