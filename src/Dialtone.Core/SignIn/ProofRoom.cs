using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.SignIn;

/// <summary>What proving a user works with, besides the conversation that it is for.</summary>
/// <param name="Certificates">The user's certificate.</param>
/// <param name="Flows">Numbers for flows.</param>
/// <param name="Journal">Where it is written down.</param>
internal sealed record ProofRoom(CertificateKeeper Certificates, FlowIds Flows, IJournal Journal)
{
    /// <summary>The services that gave no certificate in this cycle.</summary>
    public FailedServices FailedServices { get; init; } = new();

    /// <summary>The URL of DHCP option 43; <c>null</c> where DHCP gave none, or was not asked.</summary>
    public string? DhcpUrl { get; init; }

    /// <summary>The web server that Lyncdiscover named; empty where it named none, or was not asked.</summary>
    public HostName WebServer { get; init; }
}
