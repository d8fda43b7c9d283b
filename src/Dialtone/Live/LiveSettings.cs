using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Live.Http;
using Dialtone.Storage;
using Dialtone.Wire.Addresses;

namespace Dialtone.Live;

/// <summary>What the live outside of a node needs to know of its place.</summary>
public sealed record LiveSettings
{
    /// <summary>The clock, for the node and for every limit of the host.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The time stamp of <see cref="Time"/> at which the node's clock shows zero, so that several nodes tell one time;
    /// <c>null</c> for the moment at which its driver is made.
    /// </summary>
    public long? Start { get; init; }

    /// <summary>Roots that are trusted besides those of the system's store (<c>--ca</c>).</summary>
    public X509Certificate2Collection ExtraRoots { get; init; } = [];

    /// <summary>The certificates that listeners present, by the name in <see cref="NetEffect.Listen"/>.</summary>
    public TlsIdentities Identities { get; init; } = new();

    /// <summary>
    /// Speaks HTTP on what <see cref="NetEffect.ListenHttp"/> accepts; <c>null</c> where no node of this host listens
    /// for it.
    /// </summary>
    public ServeHttp? ServeHttp { get; init; }

    /// <summary>
    /// Stores the node's memory, or forgets it where it is given <c>null</c>; answers what went wrong, or <c>null</c>.
    /// Without it the node's memory is not kept, and the node is not told: it was started so.
    /// </summary>
    public Func<ReadOnlyMemory<byte>?, StorageFault?>? Save { get; init; }

    /// <summary>
    /// Stores the certificate that proves the node's user, as <see cref="Save"/> stores its memory.
    /// </summary>
    public Func<ReadOnlyMemory<byte>?, StorageFault?>? SaveCertificate { get; init; }

    /// <summary>The same for roots that the node has learned.</summary>
    public Func<ReadOnlyMemory<byte>?, StorageFault?>? SaveRoots { get; init; }

    /// <summary>
    /// Issues a certificate to a request (PKCS#10 in DER), as X.509 in DER; <c>null</c> where the request cannot be
    /// read or is not signed with its own key. Lab servers' alone; called from several threads.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, CertificateTerms, byte[]?>? Issue { get; init; }

    /// <summary>
    /// The file with the keys of the node's services (Kerberos; lab servers' alone); <c>null</c> for the machine's own.
    /// </summary>
    public string? Keytab { get; init; }

    /// <summary>
    /// Told, on the node's thread, where a listener or a socket for datagrams is bound: how a host that asked for port
    /// 0 learns the port.
    /// </summary>
    public Action<FlowId, EndPointAddress>? Bound { get; init; }
}
