using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.PowerShell.Tests.Running;

/// <summary>A deployment on loopback, and the parameters by which a script finds it.</summary>
public sealed class LabFixture : IAsyncLifetime
{
    private LoopbackLab? _lab;

    public LoopbackLab Lab => _lab ?? throw new InvalidOperationException("The lab was not started.");

    /// <summary>The first user.</summary>
    public LabAccount Alice => Lab.Deployment.Accounts[0];

    /// <summary>Her sign-in address.</summary>
    public string AliceUri => Alice.AddressIn(Lab.Deployment.Domain);

    /// <summary>Where to look: DNS and DHCP of the lab, and its root.</summary>
    public string Network => $"-DnsServer {Lab.Deployment.DnsEndPoint} "
        + $"-DhcpServer {Lab.Deployment.Names.Address}:{Lab.Deployment.DhcpPort} -RootCertificate '{Lab.CaFile}'";

    /// <summary>The pool, given by hand.</summary>
    public string Target => $"-TargetFqdn {Lab.Deployment.Pool01} -RegistrarPort {Lab.Deployment.SipTlsPort}";

    /// <summary>A credential as an expression of PowerShell.</summary>
    public static string Credential(string name, string password) =>
        $"([pscredential]::new('{name}', (ConvertTo-SecureString '{password}' -AsPlainText -Force)))";

    /// <summary>Pool and network together.</summary>
    public string Here => $"{Target} {Network}";

    /// <summary>Who signs in.</summary>
    public string User => $"-UserSipAddress {AliceUri} -UserCredential {Credential("alice", Alice.Password)}";

    public async ValueTask InitializeAsync()
    {
        var start = await LoopbackLab.StartAsync(
            new()
            {
                Deployment = Deployment.Contoso with { Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm] },
            },
            TestContext.Current.CancellationToken);
        _lab = start is LabStart.Running running
            ? running.Lab
            : throw new InvalidOperationException($"This machine cannot have a lab: {start}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }
}
