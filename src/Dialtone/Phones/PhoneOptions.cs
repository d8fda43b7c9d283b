using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Trace;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Phones;

/// <summary>Everything a person decides about one phone; what is left out is asked of the system.</summary>
public sealed record PhoneOptions
{
    /// <summary>The user's address of record.</summary>
    public required AddressOfRecord Account { get; init; }

    /// <summary>Who signs in, and what proves it.</summary>
    public required UserCredential Credential { get; init; }

    /// <summary>The schemes that may be used, of those of the profile; empty for all of them.</summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = [];

    /// <summary>
    /// What tells this endpoint from others of the same user on this machine; empty for the phone itself. The same word
    /// is the same endpoint.
    /// </summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The kind of device.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>A Registrar given by hand; discovery is bypassed (S14).</summary>
    public HostName? Registrar { get; init; }

    /// <summary>The port of <see cref="Registrar"/>; <c>null</c> for the transport's own.</summary>
    public ushort? RegistrarPort { get; init; }

    /// <summary>The one candidate to try, as a rule at one address; discovery is bypassed.</summary>
    public Candidate? Only { get; init; }

    /// <summary>Which transports and ports may be used.</summary>
    public PlanSettings Plan { get; init; } = new();

    /// <summary>The DNS servers to ask; empty for the system's.</summary>
    public ImmutableArray<EndPointAddress> DnsServers { get; init; } = [];

    /// <summary>
    /// Which family of addresses comes first; <c>null</c> for IPv6 where this machine has such an address that reaches
    /// further than its link (RFC 6724), and else IPv4.
    /// </summary>
    public AddressFamilies? Families { get; init; }

    /// <summary>Whether DHCP is asked.</summary>
    public bool UseDhcp { get; init; } = true;

    /// <summary>
    /// A DHCP server to ask by its address; <c>null</c> to broadcast. Both from port 68, but for a server on loopback,
    /// which is a lab's and answers to any port.
    /// </summary>
    public EndPointAddress? DhcpServer { get; init; }

    /// <summary>Whether DHCPv6 is asked, where the profile has a use for it.</summary>
    public bool UseDhcp6 { get; init; } = true;

    /// <summary>
    /// A DHCPv6 server to ask by its address; <c>null</c> to ask everybody on the link. Both from port 546, but for a
    /// server on loopback, which is a lab's and answers to any port.
    /// </summary>
    public EndPointAddress? Dhcp6Server { get; init; }

    /// <summary>
    /// The interface on which DHCP and DHCPv6 are asked; <c>null</c> for the one that leads to the network.
    /// </summary>
    public string? Interface { get; init; }

    /// <summary>Roots trusted besides the system's.</summary>
    public X509Certificate2Collection ExtraRoots { get; init; } = [];

    /// <summary>
    /// Whether the roots of the deployment are learned at the first contact, over plain HTTP, and trusted from then on
    /// for servers of the SIP domain. Whoever is on the way then decides whom the phone trusts.
    /// </summary>
    public bool LearnsRoots { get; init; }

    /// <summary>
    /// Where they are learned, by <c>http</c>; <c>null</c> for the host of DHCP option 43, or the first server itself,
    /// on port 80.
    /// </summary>
    public WebUrl? RootChainUrl { get; init; }

    /// <summary>
    /// The certificate provisioning service, given by hand: no other one is asked; <c>null</c> for what is found.
    /// </summary>
    public WebUrl? CertificateService { get; init; }

    /// <summary>Where memory is kept; <c>null</c> for the user's own state directory.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>
    /// Whether addresses race and the next candidate is made ready while one keeps silent. Without it an address that
    /// is dead is always seen to fail, since nobody is faster.
    /// </summary>
    public bool Racing { get; init; } = true;

    /// <summary>Whether the Media Relays are checked once there are credentials for them.</summary>
    public bool ChecksRelays { get; init; } = true;

    /// <summary>
    /// Whether the user's own presence and contacts are followed, and the phone publishes that it is there: of Lync's
    /// Registrars alone.
    /// </summary>
    public bool FollowsPresence { get; init; } = true;

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

    /// <summary>
    /// When the first server is tried again by a phone that is registered with another; <c>null</c> as the profile has
    /// it.
    /// </summary>
    public FailbackPolicy? Failback { get; init; }

    /// <summary>Every time limit.</summary>
    public DeviceTimings Timings { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Takes every message, without secrets; <c>null</c> where none is kept. It is the phone's until that is off.
    /// </summary>
    public MessageTrace? Trace { get; init; }

    /// <summary>
    /// The endpoint's identifier, where it was needed before the user was known; <c>null</c> for its own.
    /// </summary>
    internal string? Epid { get; init; }

    /// <summary>
    /// The time stamp of <see cref="Time"/> at which the phone's clock shows zero; <c>null</c> for now.
    /// </summary>
    internal long? Start { get; init; }
}
