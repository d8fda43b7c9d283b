using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Phones;

/// <summary>Joins what a person decided with what this machine is.</summary>
internal static class PhoneSetup
{
    private const int EthernetLength = 6;

    public static DeviceSettings SettingsOf(PhoneOptions options)
    {
        var here = Here(options, out _);
        return new DeviceSettings
        {
            Account = options.Account,
            Credential = options.Credential,
            Schemes = options.Schemes,
            Profile = options.Profile,
            Epid = options.Epid ?? EndpointIdentity.Epid(
                [.. DeviceBytes(here), .. Encoding.UTF8.GetBytes(options.Endpoint)], options.Account),
            Dns = new DnsSettings { OtherFamilyTimeLimit = options.Profile.OtherFamilyTimeLimit },
            UseDhcp = options.UseDhcp,
            Dhcp = DhcpOf(options.DhcpServer),
            Dhcp6 = new() { IsUsed = options.UseDhcp6, Options = Dhcp6Of(options.Dhcp6Server) },
            Target = options.Registrar,
            TargetPort = options.RegistrarPort,
            Only = options.Only,
            Plan = options.Account.RequiresTls
                ? options.Plan with { Transports = TransportChoice.Tls } : options.Plan,
            Racing = options.Racing,
            ChecksRelays = options.ChecksRelays,
            FollowsPresence = options.FollowsPresence,
            Watched = options.Watched,
            PublishesVisibly = options.PublishesVisibly,
            AvEdge = options.AvEdge,
            Failback = options.Failback,
            LearnsRoots = options.LearnsRoots,
            RootChainUrl = options.RootChainUrl,
            CertificateService = options.CertificateService,
            Timings = options.Timings,
        }.On(NetworkOf(options));
    }

    /// <summary>The network that this machine is on now.</summary>
    public static LocalNetwork NetworkOf(PhoneOptions options)
    {
        var here = Here(options, out var reason);
        return new LocalNetwork
        {
            DnsServers = options.DnsServers.IsEmpty ? SystemDnsServers.Read().Servers : options.DnsServers,
            Families = options.Families
                ?? (here is { HasIPv6: false } ? AddressFamilies.V4First : AddressFamilies.V6First),
            DhcpInterface = DhcpInterfaceOf(options.DhcpServer, here),
            DhcpInterfaceMissing = MissingOf(here, reason),
            Dhcp6Interface = Dhcp6InterfaceOf(options, here),
            Dhcp6InterfaceMissing = reason ?? "",
        };
    }

    /// <summary>How DHCP is asked from here, by whom; without an interface, why there is none.</summary>
    public static (DhcpInformOptions Options, DhcpInterface? Interface, string Missing) DhcpOn(
        string? name, EndPointAddress? server)
    {
        var here = LocalInterface.TryChoose(name, out var local, out var reason) ? local : null;
        return (DhcpOf(server), DhcpInterfaceOf(server, here), MissingOf(here, reason));
    }

    private static string MissingOf(LocalInterface? here, string? reason) =>
        reason ?? $"The interface '{here!.Name}' has no IPv4 address.";

    private static LocalInterface? Here(PhoneOptions options, out string? reason) =>
        LocalInterface.TryChoose(options.Interface, out var local, out reason) ? local : null;

    // A server answers to port 68 (RFC 2131 section 4.1); only the lab, on this very machine, answers to any.
    private static DhcpInformOptions DhcpOf(EndPointAddress? server)
    {
        var options = new DhcpInformOptions();
        return server is not { } given ? options
            : options with { Server = given, LocalPort = given.Address.IsLoopback ? (ushort)0 : options.LocalPort };
    }

    private static DhcpInterface? DhcpInterfaceOf(EndPointAddress? given, LocalInterface? here)
    {
        // A server on this very machine is asked over loopback, whatever the interfaces are.
        if (given is { Address.IsLoopback: true } server)
        {
            return new DhcpInterface(server.Address, HardwareOf(here));
        }

        return here is not { Address: { } address } ? null
            : new DhcpInterface(address, HardwareOf(here), given is null ? here.Name : null);
    }

    // As above: only the lab answers to another port than 546.
    private static Dhcp6InformationRequestOptions Dhcp6Of(EndPointAddress? server)
    {
        var options = new Dhcp6InformationRequestOptions();
        return server is not { } given ? options
            : options with { Server = given, LocalPort = given.Address.IsLoopback ? (ushort)0 : options.LocalPort };
    }

    private static Dhcp6Interface? Dhcp6InterfaceOf(PhoneOptions options, LocalInterface? here)
    {
        if (options.Dhcp6Server is { Address.IsLoopback: true })
        {
            return new Dhcp6Interface(DuidOf(here), []);
        }

        return here is null ? null : new Dhcp6Interface(DuidOf(here), here.IPv6Addresses, here.Name);
    }

    // A DUID is to be the same after a restart, and another one on every other machine.
    private static Duid DuidOf(LocalInterface? here) =>
        here is { Hardware.Length: EthernetLength }
            ? Duid.OfLinkLayer(HardwareOf(here))
            : Duid.OfUuid(new Guid(SHA256.HashData(DeviceBytes(here)).AsSpan(0, 16)));

    private static HardwareAddress HardwareOf(LocalInterface? here) =>
        here is { Hardware.Length: EthernetLength }
            ? new HardwareAddress(HardwareAddress.EthernetType, here.Hardware.AsSpan())
            : new HardwareAddress(HardwareAddress.EthernetType, new byte[EthernetLength]);

    // Stable over restarts and different between machines, as an epid has to be; not secret.
    private static ReadOnlySpan<byte> DeviceBytes(LocalInterface? here) =>
        here is { Hardware.IsEmpty: false }
            ? here.Hardware.AsSpan()
            : SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName));
}
