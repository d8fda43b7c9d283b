using Dialtone.Core.SignIn;
using Dialtone.Lab.Hosting;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Lab.Tests.Hosting;

[Collection(LabClient.Turns)]
public class PhoneInLabTests
{
    [Fact]
    public async Task A_phone_signs_in_and_out()
    {
        await using var lab = await LabClient.StartAsync();
        await using var phone = PhoneIn(lab);

        var report = await phone.SignInAsync(LabClient.Cancellation).Within();

        report.Summary.Verdict.ShouldBe(SignInVerdict.SignedIn);
        (await phone.SignOutAsync().Within()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_phone_outside_comes_through_the_access_proxy()
    {
        await using var lab = await LabClient.StartAsync("dns-no-internal-srv", "dhcp-no-option-120");
        await using var phone = PhoneIn(lab);

        var report = await phone.SignInAsync(LabClient.Cancellation).Within();

        report.Summary.Registered.ShouldNotBeNull($"{report.Summary}");
        lab.Nodes.AccessProxy.Relayed.ShouldBePositive();
        lab.Nodes.Pool02.Observed.Connections.ShouldBe(0);
    }

    private static Phone PhoneIn(LoopbackLab lab)
    {
        var account = lab.Deployment.Accounts[0];
        AddressOfRecord.TryParse(account.AddressIn(lab.Deployment.Domain), out var address).ShouldBeTrue();
        return new(new()
        {
            Account = address,
            Credential = new(account.User, DigestSecret.FromPassword(account.Password)),
            DnsServers = [lab.Deployment.DnsEndPoint],
            DhcpServer = new EndPointAddress(lab.Deployment.Names.Address, lab.Deployment.DhcpPort),
            ExtraRoots = [lab.Root],
            StateDirectory = Path.Combine(lab.WorkDirectory, "state"),
            Plan = new() { TlsPort = lab.Deployment.SipTlsPort, TcpPort = lab.Deployment.SipTcpPort },
        });
    }
}
