using System.Runtime.InteropServices;

namespace Dialtone.Live.Security;

/// <summary>A security context that stands: a ticket's keys.</summary>
internal sealed class GssContextHandle : SafeHandle
{
    public GssContextHandle(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Gssapi.gss_delete_sec_context(out _, ref handle, 0) == Gssapi.Complete;
}
