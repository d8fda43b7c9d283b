using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Candidates;

/// <summary>
/// One source of candidates. A ladder is an array of them, tried first to last; a rung whose answer names other sources
/// has those take its place.
/// </summary>
public abstract record Rung
{
    private Rung()
    {
    }

    /// <summary>What DNS is asked as soon as the rung stands in the ladder, whatever stands above it.</summary>
    public virtual ImmutableArray<DnsQuestion> Questions(PlanSettings settings) => [];

    /// <summary>Whether DHCP is what it waits for.</summary>
    public virtual bool WaitsForDhcp => false;

    /// <summary>Whether DHCPv6 is what it waits for.</summary>
    public virtual bool WaitsForDhcp6 => false;

    /// <summary>Whether Lyncdiscover is what it waits for.</summary>
    public virtual bool WaitsForLyncdiscover => false;

    /// <summary>Whether its own answer is in.</summary>
    public abstract bool IsDecided(DiscoveryOutcome found);

    /// <summary>The rungs that take its place once it is decided.</summary>
    public virtual ImmutableArray<Rung> Below(DiscoveryOutcome found, PlanSettings settings) => [];

    /// <summary>The targets of one SRV service.</summary>
    /// <param name="Source">As what its candidates are named.</param>
    /// <param name="Transport">How they are reached.</param>
    /// <param name="Name">The name asked for.</param>
    /// <param name="Domain">
    /// The name that the certificate may be made out to in place of the target; the default value for none.
    /// </param>
    public sealed record Service(
        CandidateSource Source, SipTransport Transport, HostName Name, HostName Domain = default) : Rung
    {
        /// <summary>The question.</summary>
        public DnsQuestion Question => new(Name, DnsType.Srv);

        /// <inheritdoc/>
        public override ImmutableArray<DnsQuestion> Questions(PlanSettings settings) => [Question];

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => found.Of(Question) is not null;
    }

    /// <summary>The name of DHCP option 120 at the transport's own port, as a UC phone uses it (S3).</summary>
    /// <param name="Transport">How it is reached.</param>
    public sealed record DhcpName(SipTransport Transport) : Rung
    {
        /// <inheritdoc/>
        public override bool WaitsForDhcp => true;

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => found.Dhcp is not null;
    }

    /// <summary>The Registrars that Lyncdiscover names for the user, over TLS.</summary>
    public sealed record Lyncdiscover : Rung
    {
        /// <inheritdoc/>
        public override bool WaitsForLyncdiscover => true;

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => found.Lyncdiscover is not null;
    }

    /// <summary>One name at one port over TLS, which nobody named.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Port">The port.</param>
    public sealed record UsualName(HostName Name, ushort Port) : Rung
    {
        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => true;
    }

    /// <summary>The SIP servers of DHCP option 120, names or addresses, in the order given (RFC 3361).</summary>
    public sealed record DhcpServers : Rung
    {
        /// <inheritdoc/>
        public override bool WaitsForDhcp => true;

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => found.Dhcp is not null;

        /// <inheritdoc/>
        public override ImmutableArray<Rung> Below(DiscoveryOutcome found, PlanSettings settings)
        {
            ArgumentNullException.ThrowIfNull(found);
            return found.Dhcp is { Status: DhcpStatus.Answered } dhcp
                ? [.. dhcp.RegistrarNames.Select(name => Ladder.Of(CandidateSource.Dhcp, name))]
                : [];
        }
    }

    /// <summary>
    /// The SIP servers of DHCPv6 in the order given: the names of option 21, and the addresses of option 22 for the
    /// case that no name leads anywhere (RFC 3319 section 3.3).
    /// </summary>
    public sealed record Dhcp6Servers : Rung
    {
        /// <inheritdoc/>
        public override bool WaitsForDhcp6 => true;

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => found.Dhcp6 is not null;

        /// <inheritdoc/>
        public override ImmutableArray<Rung> Below(DiscoveryOutcome found, PlanSettings settings)
        {
            ArgumentNullException.ThrowIfNull(found);
            return found.Dhcp6 is not { Status: Dhcp6Status.Answered } dhcp6 ? [] :
            [
                .. dhcp6.RegistrarNames.Select(name => Ladder.Of(CandidateSource.Dhcp6, name)),
                new Addresses(CandidateSource.Dhcp6, dhcp6.RegistrarAddresses),
            ];
        }
    }

    /// <summary>Addresses, each at the port of every transport, in the order given.</summary>
    /// <param name="Source">As what its candidates are named.</param>
    /// <param name="Given">The addresses.</param>
    public sealed record Addresses(CandidateSource Source, ImmutableArray<IpAddress> Given) : Rung
    {
        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) => true;
    }

    /// <summary>
    /// A name without port, located by RFC 3263: NAPTR if there is any, else SRV for each transport, else its own
    /// addresses.
    /// </summary>
    /// <param name="Source">As what its candidates are named.</param>
    /// <param name="Name">The name.</param>
    public sealed record Located(CandidateSource Source, HostName Name) : Rung
    {
        private DnsQuestion Rules => new(Name, DnsType.Naptr);

        /// <summary>
        /// NAPTR and every service at once: that there is no NAPTR, as almost everywhere, then costs no round trip.
        /// </summary>
        public override ImmutableArray<DnsQuestion> Questions(PlanSettings settings) =>
            [Rules, .. SipServices.Of(Name, settings).Select(service => new DnsQuestion(service.Name, DnsType.Srv))];

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found)
        {
            ArgumentNullException.ThrowIfNull(found);
            return found.Of(Rules) is not null;
        }

        /// <inheritdoc/>
        public override ImmutableArray<Rung> Below(DiscoveryOutcome found, PlanSettings settings)
        {
            ArgumentNullException.ThrowIfNull(found);
            ArgumentNullException.ThrowIfNull(settings);
            var services = SipServices.Of(found.Of(Rules)?.Rules ?? [], settings);
            if (services.IsEmpty)
            {
                services = SipServices.Of(Name, settings);
            }

            return
            [
                .. services.Select(service => new Service(Source, service.Transport, service.Name, Name)),
                new Hosts(Source, Name, services.IsEmpty ? SipServices.Transports
                    : [.. services.Select(service => service.Transport).Distinct()])
                {
                    Unless = [.. services.Select(service => service.Name)],
                },
            ];
        }
    }

    /// <summary>The name itself, or a literal address, at the port of each transport.</summary>
    /// <param name="Source">As what its candidates are named.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Transports">How it is reached, first to last.</param>
    public sealed record Hosts(
        CandidateSource Source, HostName Name, ImmutableArray<SipTransport> Transports) : Rung
    {
        /// <summary>The SRV names that each make this rung needless by having records (RFC 3263 section 4.2).</summary>
        public ImmutableArray<HostName> Unless { get; init; } = [];

        /// <summary>Whether none of those names has records.</summary>
        public bool IsNeeded(DiscoveryOutcome found) =>
            Unless.All(name => found.Of(new(name, DnsType.Srv))?.Status != DnsStatus.Answered);

        /// <inheritdoc/>
        public override bool IsDecided(DiscoveryOutcome found) =>
            Unless.All(name => found.Of(new(name, DnsType.Srv)) is not null);
    }
}
