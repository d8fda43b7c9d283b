using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Watcher.Configuration;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Watcher.Tests.Probing;

/// <summary>A deployment on loopback, and what a probe is told to find it.</summary>
public sealed class WatchedLab : IAsyncLifetime
{
    private LoopbackLab? _lab;

    public LoopbackLab Lab => _lab ?? throw new InvalidOperationException("The lab was not started.");

    /// <summary>Where secrets are put; gone with the lab.</summary>
    public string Secrets { get; } = Directory.CreateTempSubdirectory("dialtone-watch-").FullName;

    /// <summary>A user of the lab by the first letters, with password, number and PIN in files.</summary>
    public WatchAccount Account(string user)
    {
        var known = Lab.Deployment.Accounts.First(each => each.User == user);
        _ = AddressOfRecord.TryParse(known.AddressIn(Lab.Deployment.Domain), out var address);
        return new(user)
        {
            Address = address,
            Password = Secret($"{user}.password", known.Password),
            Number = known.Extension,
            Pin = Secret($"{user}.pin", known.Pin ?? "1"),
        };
    }

    /// <summary>What a probe is told in this lab.</summary>
    public ProbeSettings Settings(TransactionKind kind) => new()
    {
        Transaction = kind,
        Account = Account(kind == TransactionKind.Presence ? "bob" : "alice"),
        Publisher = kind == TransactionKind.Presence ? Account("alice") : null,
        DnsServers = [Lab.Deployment.DnsEndPoint],
        DhcpServer = new EndPointAddress(Lab.Deployment.Names.Address, Lab.Deployment.DhcpPort),
        UseDhcp6 = false,
        CertificateFile = Lab.CaFile,
        TlsPort = Lab.Deployment.SipTlsPort,
        TcpPort = Lab.Deployment.SipTcpPort,
    };

    /// <summary>Breaks something until that is disposed of.</summary>
    public IDisposable Broken(string name)
    {
        var fault = LabFault.All.First(each => each.Name == name);
        Lab.Switch(fault, true);
        return new Mended(() => Lab.Switch(fault, false));
    }

    public async ValueTask InitializeAsync()
    {
        var start = await LoopbackLab.StartAsync(
            new() { Deployment = Deployment.Contoso with { Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm] } },
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

        Directory.Delete(Secrets, recursive: true);
    }

    private SecretSource Secret(string name, string value)
    {
        var file = Path.Combine(Secrets, name);
        File.WriteAllText(file, value + "\n");
        return new(file, null);
    }

    private sealed class Mended(Action mend) : IDisposable
    {
        public void Dispose() => mend();
    }
}
