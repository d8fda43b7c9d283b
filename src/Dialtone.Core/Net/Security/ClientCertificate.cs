namespace Dialtone.Core.Net.Security;

/// <summary>The certificate that proves a user, with its key.</summary>
/// <param name="Certificate">X.509 v3 in DER.</param>
/// <param name="Key">Its key, a secret.</param>
public sealed record ClientCertificate(ReadOnlyMemory<byte> Certificate, PrivateKey Key);
