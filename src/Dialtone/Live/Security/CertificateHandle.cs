using System.Runtime.InteropServices;

namespace Dialtone.Live.Security;

/// <summary>A certificate, as OpenSSL has it.</summary>
internal sealed class CertificateHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpenSsl.X509_free(handle);
        return true;
    }
}
