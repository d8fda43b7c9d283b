using System.Runtime.InteropServices;

namespace Dialtone.Live.Security;

/// <summary>One handshake.</summary>
internal sealed class SslHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpenSsl.SSL_free(handle);
        return true;
    }
}
