using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Lab.Scenarios;

/// <summary>Phones for a deployment: told what a phone on a desk there would be told.</summary>
public static class SimulatedPhone
{
    // Who was put out comes back within the calm of a run, so that it shows whether he does.
    private static readonly TimeSpan DeregisteredPause = TimeSpan.FromMinutes(10);

    /// <summary>A phone of a user.</summary>
    /// <param name="deployment">Where it stands.</param>
    /// <param name="number">Which phone, from 0: decides the endpoint.</param>
    /// <param name="account">The user.</param>
    /// <param name="address">The phone's address.</param>
    /// <param name="kind">The kind of phone where it shares nothing; <c>null</c> for a UC phone.</param>
    /// <param name="like">A phone of the same deployment, whose settings it shares; <c>null</c> for the first.</param>
    public static DeviceSettings Settings(
        Deployment deployment, int number, LabAccount account, IpAddress address, DeviceSettings? like = null,
        DeviceProfile? kind = null)
    {
        var profile = like?.Profile ?? kind ?? DeviceProfile.LyncPhone;
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(account);
        if (!AddressOfRecord.TryParse(account.AddressIn(deployment.Domain), out var user))
        {
            throw new ArgumentException($"{account.User} is no user of {deployment.Domain}.", nameof(account));
        }

        byte[] hardware = [0x02, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
        return new()
        {
            Account = user,
            Credential = UserCredential.FromPassword(account.User, account.Password),
            Epid = EndpointIdentity.Epid(hardware, user),
            Profile = profile,
            Plan = like?.Plan ?? PlanSettings.Of(profile) with
            {
                TlsPort = deployment.SipTlsPort,
                TcpPort = deployment.SipTcpPort,
            },
            Dns = like?.Dns ?? new()
            {
                Servers = [deployment.DnsEndPoint],
                OtherFamilyTimeLimit = profile.OtherFamilyTimeLimit,
            },
            Dhcp = like?.Dhcp ?? new() { Server = new(IpAddress.Broadcast, deployment.DhcpPort) },
            DhcpInterface = new DhcpInterface(address, new HardwareAddress(HardwareAddress.EthernetType, hardware)),
            Dhcp6 = deployment.HasDhcp6 ? Dhcp6On(hardware, address) : Dhcp6Settings.Off,
            Timings = like?.Timings ?? new() { DeregisteredPause = DeregisteredPause },
        };
    }

    /// <summary>The address of the link that a phone has beside an IPv4 address.</summary>
    public static IpAddress LinkLocalOf(IpAddress address)
    {
        Span<byte> bytes = [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        _ = address.Write(bytes[12..]);
        _ = IpAddress.TryRead(bytes, out var linkLocal);
        return linkLocal;
    }

    private static Dhcp6Settings Dhcp6On(byte[] hardware, IpAddress address) => new()
    {
        Interface = new(
            Duid.OfLinkLayer(new(HardwareAddress.EthernetType, hardware)), [LinkLocalOf(address)]),
    };
}
