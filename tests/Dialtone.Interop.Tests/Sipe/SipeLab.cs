using System.Collections.Immutable;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Sipe;

/// <summary>The product's lab on loopback, in this process, and the accounts that SIPE signs in with.</summary>
internal sealed class SipeLab : IAsyncDisposable
{
    private SipeLab(LoopbackLab lab) => Lab = lab;

    public LoopbackLab Lab { get; }

    /// <summary>Starts a lab that offers these schemes.</summary>
    public static async Task<SipeLab> StartAsync(params ImmutableArray<SipScheme> schemes)
    {
        var options = new LoopbackLabOptions
        {
            Deployment = Deployment.Contoso with { Schemes = schemes },
            Key = LabKey.Rsa2048,
        };
        var start = await LoopbackLab.StartAsync(options, TestContext.Current.CancellationToken);
        return new(start.ShouldBeOfType<LabStart.Running>().Lab);
    }

    /// <summary>A user of the lab, at the first Front End.</summary>
    public SipeAccount Account(string user, string transport = "tls")
    {
        var deployment = Lab.Deployment;
        var port = transport == "tcp" ? deployment.SipTcpPort : deployment.SipTlsPort;
        return new()
        {
            Address = $"{user}@{deployment.Domain}",
            Password = deployment.Accounts.Single(account => account.User == user).Password,
            Server = $"{deployment.Pool01FrontEnds[0].Address}:{port}",
            Transport = transport,
            Scheme = "ntlm",
        };
    }

    public ValueTask DisposeAsync() => Lab.DisposeAsync();
}
