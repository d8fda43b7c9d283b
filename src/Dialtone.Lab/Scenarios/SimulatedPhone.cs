using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Lab.Scenarios;

/// <summary>Phones for a deployment: told what a phone on a desk there would be told.</summary>
public static class SimulatedPhone
{
    /// <summary>A phone of one of the first two users.</summary>
    /// <param name="deployment">Where it stands.</param>
    /// <param name="number">Which phone, from 0: decides the user and the endpoint.</param>
    /// <param name="address">The phone's address.</param>
    public static DeviceSettings Settings(Deployment deployment, int number, IpAddress address)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var account = deployment.Accounts[number % 2];
        if (!AddressOfRecord.TryParse(account.AddressIn(deployment.Domain), out var user))
        {
            throw new ArgumentException($"{account.User} is no user of {deployment.Domain}.", nameof(deployment));
        }

        byte[] hardware = [0x02, 0, 0, 0, (byte)(number >> 8), (byte)number];
        return new()
        {
            Account = user,
            Credential = new(account.User, DigestSecret.FromPassword(account.Password)),
            Epid = EndpointIdentity.Epid(hardware, user),
            Plan = new() { TlsPort = deployment.SipTlsPort, TcpPort = deployment.SipTcpPort },
            Dns = new() { Servers = [deployment.DnsEndPoint] },
            Dhcp = new() { Server = new(IpAddress.Broadcast, deployment.DhcpPort) },
            DhcpInterface = new DhcpInterface(address, new HardwareAddress(HardwareAddress.EthernetType, hardware)),
        };
    }
}
