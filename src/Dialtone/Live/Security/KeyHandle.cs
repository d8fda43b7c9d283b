using System.Runtime.InteropServices;

namespace Dialtone.Live.Security;

/// <summary>A private key, as OpenSSL has it.</summary>
internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpenSsl.EVP_PKEY_free(handle);
        return true;
    }
}
