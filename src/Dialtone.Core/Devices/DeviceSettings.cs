using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Core.Devices;

/// <summary>Everything a device is told before it is switched on.</summary>
public sealed record DeviceSettings
{
    /// <summary>The user's address of record.</summary>
    public required AddressOfRecord Account { get; init; }

    /// <summary>Who signs in, and what proves it.</summary>
    public required UserCredential Credential { get; init; }

    /// <summary>The schemes that may be used, of those of the profile; empty for all of them.</summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = [];

    /// <summary>The kind of device.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>This endpoint of the user, stable over restarts (MS-SIPRE): 10 hex digits.</summary>
    public required string Epid { get; init; }

    /// <summary>The DNS servers and how they are asked.</summary>
    public DnsSettings Dns { get; init; } = new();

    /// <summary>Whether DHCP is asked at all.</summary>
    public bool UseDhcp { get; init; } = true;

    /// <summary>How DHCP is asked.</summary>
    public DhcpInformOptions Dhcp { get; init; } = new();

    /// <summary>The interface on which DHCP is asked; <c>null</c> where none can be.</summary>
    public DhcpInterface? DhcpInterface { get; init; }

    /// <summary>Why there is no <see cref="DhcpInterface"/>, for people.</summary>
    public string DhcpInterfaceMissing { get; init; } = "";

    /// <summary>Whether, how and where DHCPv6 is asked.</summary>
    public Dhcp6Settings Dhcp6 { get; init; } = Dhcp6Settings.Off;

    /// <summary>A Registrar given by hand: discovery is bypassed (S14).</summary>
    public HostName? Target { get; init; }

    /// <summary>The port of <see cref="Target"/>; <c>null</c> for the transport's own.</summary>
    public ushort? TargetPort { get; init; }

    /// <summary>
    /// The one candidate to try, as a rule at one address: discovery is bypassed, and nobody else is tried.
    /// <see cref="Target"/> is not looked at then.
    /// </summary>
    public Candidate? Only { get; init; }

    /// <summary>Whether somebody said where to go, so that nothing is looked for.</summary>
    public bool IsDirected => Target is not null || Only is not null;

    /// <summary>Which transports, ports and SRV targets may be used.</summary>
    public PlanSettings Plan { get; init; } = new();

    /// <summary>
    /// Whether the addresses of one candidate race (RFC 8305), and the next candidate is made ready while the one
    /// whose turn it is keeps silent. Without it everything is tried one after another; the order is the same.
    /// </summary>
    public bool Racing { get; init; } = true;

    /// <summary>
    /// Whether each Media Relay that credentials were granted for is asked, at each of its addresses over each of its
    /// transports, for an address that is given back at once.
    /// </summary>
    public bool ChecksRelays { get; init; }

    /// <summary>
    /// Whether the user's own presence and contacts are followed after signing in, and the phone publishes that it is
    /// there; of Lync's Registrars alone.
    /// </summary>
    public bool FollowsPresence { get; init; }

    /// <summary>
    /// Somebody whose presence is followed besides that of the contacts, and each notice of it written down;
    /// <c>null</c> for nobody.
    /// </summary>
    public AddressOfRecord? Watched { get; init; }

    /// <summary>
    /// Whether what is published is to change what others see, so that somebody who watches is told: where another
    /// endpoint shows the user as available already, this one publishes a call, which is gone with it.
    /// </summary>
    public bool PublishesVisibly { get; init; }

    /// <summary>
    /// The A/V Edge Server that is checked in place of those that the Registrar names; <c>null</c> for these.
    /// </summary>
    public GivenRelay? AvEdge { get; init; }

    /// <summary>Whether the addresses of a name with both families are tried one of each in turn.</summary>
    public bool AlternateFamilies { get; init; } = true;

    /// <summary>
    /// When the first server is tried again by a device that is registered with another; <c>null</c> for the profile's
    /// own policy.
    /// </summary>
    public FailbackPolicy? Failback { get; init; }

    /// <summary>
    /// Whether the roots of the deployment are learned at the first contact, over plain HTTP, and trusted for servers
    /// of the SIP domain from then on (trust on first use). Whoever is on the way then decides whom the device trusts.
    /// </summary>
    public bool LearnsRoots { get; init; }

    /// <summary>
    /// Where they are learned; <c>null</c> for the host of DHCP option 43, or the first server itself, on port 80.
    /// </summary>
    public WebUrl? RootChainUrl { get; init; }

    /// <summary>
    /// The certificate provisioning service, given by hand: no other one is asked; <c>null</c> for what is found.
    /// </summary>
    public WebUrl? CertificateService { get; init; }

    /// <summary>The roots that were learned before; <c>null</c> for none.</summary>
    public LearnedRoots? Roots { get; init; }

    /// <summary>Every time limit.</summary>
    public DeviceTimings Timings { get; init; } = new();

    /// <summary>The same device on another network.</summary>
    public DeviceSettings On(LocalNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return this with
        {
            Dns = Dns with { Servers = network.DnsServers, Families = network.Families },
            DhcpInterface = network.DhcpInterface,
            DhcpInterfaceMissing = network.DhcpInterfaceMissing,
            Dhcp6 = Dhcp6 with
            {
                Interface = network.Dhcp6Interface,
                InterfaceMissing = network.Dhcp6InterfaceMissing,
            },
        };
    }
}
