using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Dialtone.Interop.Tests.Security;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Presence;
using LabDeployment = Dialtone.Lab.Scenarios.Deployment;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>
/// The product's lab on loopback, in this process, at the ports that SIPE looks for, with MIT's key distribution center
/// where Kerberos is offered; and the accounts that SIPE signs in with.
/// </summary>
internal sealed class SipeLab : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("dialtone-sipe-lab-");
    private LoopbackLab? lab;
    private Kdc? kdc;

    /// <summary>The lab itself.</summary>
    public LoopbackLab Lab => lab!;

    public LabDeployment Deployment => Lab.Deployment;

    /// <summary>How many REGISTERs the first pool has taken.</summary>
    public long Successes => Lab.Nodes.Pool01.Sum(registrar => registrar.Observed.Successes);

    /// <summary>What the first pool found wrong with signatures.</summary>
    public long Wrong => Lab.Nodes.Pool01.Sum(registrar =>
        registrar.Observed.WrongSignatures + registrar.Observed.Replays + registrar.Observed.WrongCredentials);

    /// <summary>The first Front End, which SIPE is sent to.</summary>
    public Registrar FrontEnd => Lab.Nodes.Pool01[0];

    /// <summary>Starts a lab that offers these schemes.</summary>
    public static Task<SipeLab> StartAsync(params ImmutableArray<SipScheme> schemes) =>
        StartAsync(LabDeployment.Contoso with { Schemes = schemes });

    /// <summary>Starts a lab.</summary>
    public static async Task<SipeLab> StartAsync(LabDeployment deployment)
    {
        var sipe = new SipeLab();
        try
        {
            await sipe.UpAsync(deployment);
            return sipe;
        }
        catch
        {
            await sipe.DisposeAsync();
            throw;
        }
    }

    /// <summary>A user of the lab, at the first Front End, and all the contacts that the user has.</summary>
    public SipeAccount Account(string user, string scheme = "ntlm", string transport = "tls")
    {
        var port = transport == "tcp" ? Deployment.SipTcpPort : Deployment.SipTlsPort;
        return Anywhere(user, scheme, transport) with
        {
            Server = $"{Deployment.Pool01FrontEnds[0].Address}:{port}",
        };
    }

    /// <summary>A user of the lab, who is to find the server.</summary>
    public SipeAccount Anywhere(string user, string scheme, string transport)
    {
        var account = Deployment.Accounts.Single(account => account.User == user);
        return new()
        {
            Address = $"{user}@{Deployment.Domain}",
            Login = scheme is "krb5" ? $"{user}@{Kdc.Realm}" : account.NtLoginIn(Deployment.Domain),
            Password = account.Password,
            Transport = transport,
            Scheme = scheme,
            Contacts = account.Contacts.Length,
            Expected =
            [
                .. account.Contacts.Select(contact => $"sip:{contact}@{Deployment.Domain}={StatusOf(contact)}"),
            ],
            Dns = $"{Deployment.Names.Address}",
            Environment = kdc is null
                ? new Dictionary<string, string>(StringComparer.Ordinal)
                : new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["KRB5_CONFIG"] = kdc.ClientConfiguration,
                    ["KRB5CCNAME"] = $"FILE:{directory.FullName}/{user}.cache",
                },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await (lab?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (kdc?.DisposeAsync() ?? ValueTask.CompletedTask);
        directory.Delete(recursive: true);
    }

    // By libpurple's names; who is not played is not signed in.
    private string StatusOf(string user) =>
        Deployment.Accounts.Single(account => account.User == user).Presence switch
        {
            Availability.Busy => "busy",
            Availability.Away => "away",
            null => "offline",
            _ => "available",
        };

    private async Task UpAsync(LabDeployment deployment)
    {
        if (deployment.Schemes.Contains(SipScheme.Kerberos))
        {
            Bench.Requirements.SkipUnlessInstalled(Kdc.Programs);
            kdc = await Kdc.StartAsync(directory.FullName, FreeAddress(), deployment);
            SecurityHost.SetVariable("KRB5_CONFIG", kdc.ClientConfiguration);
        }

        var start = await LoopbackLab.StartAsync(
            new()
            {
                Deployment = deployment, Key = LabKey.Rsa2048, KeepsPorts = true, Keytab = kdc?.Keytab,
            },
            TestContext.Current.CancellationToken);
        lab = start.ShouldBeOfType<LabStart.Running>().Lab;
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }
}
