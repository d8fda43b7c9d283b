using Dialtone.Core.Net.Security;

namespace Dialtone.Core.Certificates;

/// <summary>The key pair of a stage and its request: made once, whichever service is asked in the end.</summary>
internal sealed class MadeKey
{
    /// <summary>Whether it has been made.</summary>
    public bool IsThere => Key is not null;

    /// <summary>The request: PKCS#10 in DER.</summary>
    public ReadOnlyMemory<byte> Request { get; private set; }

    /// <summary>The private key.</summary>
    public PrivateKey? Key { get; private set; }

    /// <summary>The host has made it.</summary>
    public void Set(ReadOnlyMemory<byte> request, PrivateKey key) => (Request, Key) = (request, key);
}
