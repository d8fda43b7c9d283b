namespace Dialtone.Core.Net;

/// <summary>Where a certificate chain leads, dates left aside.</summary>
public enum ChainTrust : byte
{
    /// <summary>To a root in the system's store or among those given.</summary>
    Trusted,

    /// <summary>To a root that this device does not know, or to the certificate itself.</summary>
    UnknownRoot,

    /// <summary>Nowhere: an intermediate certificate is missing.</summary>
    Incomplete,

    /// <summary>Broken: a signature or a constraint does not hold.</summary>
    Broken,

    /// <summary>To a root that the node has learned itself (<see cref="TlsRequest.LearnedRoots"/>).</summary>
    Learned,
}
