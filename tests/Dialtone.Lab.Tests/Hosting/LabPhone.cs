using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Tests.Hosting;

/// <summary>The product's own phone, as it would stand beside a lab.</summary>
internal static class LabPhone
{
    public static Phone In(LoopbackLab lab, bool learnsRoots = false)
    {
        var account = lab.Deployment.Accounts[0];
        AddressOfRecord.TryParse(account.AddressIn(lab.Deployment.Domain), out var address).ShouldBeTrue();
        return new(new()
        {
            Account = address,
            Credential = UserCredential.FromPassword(account.User, account.Password),
            DnsServers = [lab.Deployment.DnsEndPoint],
            DhcpServer = new EndPointAddress(lab.Deployment.Names.Address, lab.Deployment.DhcpPort),
            ExtraRoots = learnsRoots ? [] : [lab.Root],
            LearnsRoots = learnsRoots,
            RootChainUrl = lab.Deployment.RootChainUrl,
            StateDirectory = Path.Combine(lab.WorkDirectory, "state"),
            Plan = new() { TlsPort = lab.Deployment.SipTlsPort, TcpPort = lab.Deployment.SipTcpPort },
        });
    }
}
