using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Candidates;

/// <summary>
/// Which Registrars to try, in which order, and which that were named are not to be tried. Nothing else in the product
/// orders candidates.
/// </summary>
/// <param name="Candidates">To be tried, first to last.</param>
/// <param name="Rejected">Named, and not to be tried, in the order in which they were met.</param>
public sealed record CandidatePlan(ImmutableArray<Candidate> Candidates, ImmutableArray<RejectedCandidate> Rejected)
{
    /// <summary>A plan of nothing.</summary>
    public static CandidatePlan Empty { get; } = new([], []);

    /// <summary>
    /// The Known cycle (S6): the user's home, its primary and then its backup, which together count as one entry of the
    /// record; without a home the Registrar that registration last succeeded with, the way it was reached. No more than
    /// that, because a failure there sends the device back to discovery rather than down a list that may be outdated.
    /// </summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="settings">The settings; <see cref="PlanSettings.BackupIsKnown"/> among them.</param>
    /// <param name="date">The date by the device's own clock: a home may have been named for a time.</param>
    public static CandidatePlan Known(DeviceMemory memory, PlanSettings settings, DateTimeOffset date)
    {
        var home = memory.HomeAt(date);
        return memory.KnownRegistrars.IsEmpty && home.IsEmpty ? Empty
            : InOrder(
                CandidateSource.Known,
                home.IsEmpty ? [memory.KnownRegistrars[0]]
                    : [.. home.Take(settings.BackupIsKnown ? home.Length : 1).Select(each => each.Registrar)],
                memory, settings);
    }

    /// <summary>
    /// The Remembered cycle (S9): the last Registrar, then the others of the user's home, each to be tried at its
    /// remembered addresses. One without any cannot be used.
    /// </summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="date">The date by the device's own clock, as for <see cref="Known"/>.</param>
    public static CandidatePlan Remembered(DeviceMemory memory, PlanSettings settings, DateTimeOffset date)
    {
        var named = memory.HomeAt(date).Select(each => each.Registrar).Prepend(memory.Registrar).Distinct().ToList();
        var without = named.FindAll(each => memory.AddressesOf(each).IsEmpty);
        var plan = InOrder(CandidateSource.Memory, named.Except(without), memory, settings);
        return plan with
        {
            Rejected =
            [
                .. plan.Rejected,
                .. without.Select(each => new RejectedCandidate(
                    CandidateSource.Memory, each.Host, each.Port, RejectionReason.Unusable)),
            ],
        };
    }

    /// <summary>The Target cycle (S14): the name that was given, TLS before TCP before UDP.</summary>
    /// <param name="host">The name.</param>
    /// <param name="port">The port that was given with it, for every transport; <c>null</c> for that of each.</param>
    /// <param name="settings">The settings.</param>
    public static CandidatePlan Target(HostName host, ushort? port, PlanSettings settings)
    {
        var plan = new Builder(settings, Empty);
        foreach (var transport in (ReadOnlySpan<SipTransport>)[SipTransport.Tls, SipTransport.Tcp, SipTransport.Udp])
        {
            if (transport != SipTransport.Udp || settings.Uses(transport))
            {
                plan.Add(new(CandidateSource.Target, transport, host, port ?? settings.Port(transport)));
            }
        }

        return plan.ToPlan();
    }

    /// <summary>The candidates of a whole ladder; a rung that is not decided has none.</summary>
    /// <param name="ladder">Where to look, first to last.</param>
    /// <param name="found">What discovery brought.</param>
    /// <param name="sipDomain">The user's SIP domain, for strict naming and certificates.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="entropy">Breaks ties by SRV weight, and decides nothing else.</param>
    public static CandidatePlan Of(
        ImmutableArray<Rung> ladder, DiscoveryOutcome found, HostName sipDomain, PlanSettings settings,
        IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(found);
        return Climb(Empty, ladder);

        CandidatePlan Climb(CandidatePlan plan, ImmutableArray<Rung> rungs) =>
            rungs.Where(rung => rung.IsDecided(found)).Aggregate(plan, (soFar, rung) => Climb(
                soFar.With(rung, found, sipDomain, settings, entropy), rung.Below(found, settings)));
    }

    /// <summary>
    /// This plan and one rung more, which is decided. For a device that begins at a rung while the answers of lower
    /// ones are out: added in the order of the ladder, rung by rung gives the same plan as <see cref="Of"/>.
    /// </summary>
    public CandidatePlan With(
        Rung rung, DiscoveryOutcome found, HostName sipDomain, PlanSettings settings, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(found);
        var plan = new Builder(settings, this);
        switch (rung)
        {
            case Rung.Service service:
                plan.AddSrv(service, found.Of(service.Question)!, sipDomain, entropy);
                break;
            case Rung.DhcpName named when found.Dhcp is { Status: DhcpStatus.Answered, Registrar: { } host }:
                plan.Add(new(CandidateSource.Dhcp, named.Transport, host, settings.Port(named.Transport)));
                break;
            case Rung.Lyncdiscover:
                plan.AddNamed(found.Lyncdiscover!.Registrars, sipDomain);
                break;
            case Rung.UsualName usual:
                plan.Add(new(CandidateSource.UsualName, SipTransport.Tls, usual.Name, usual.Port));
                break;
            case Rung.DhcpServers when found.Dhcp is { Status: DhcpStatus.Answered } dhcp:
                plan.AddAddresses(CandidateSource.Dhcp, dhcp.RegistrarAddresses, sipDomain);
                break;
            case Rung.Addresses addresses:
                plan.AddAddresses(addresses.Source, addresses.Given, sipDomain);
                break;
            case Rung.Hosts hosts when hosts.IsNeeded(found):
                plan.AddHost(hosts, sipDomain);
                break;
            default:
                break;
        }

        return plan.ToPlan();
    }

    private static CandidatePlan InOrder(
        CandidateSource source, IEnumerable<KnownRegistrar> registrars, DeviceMemory memory, PlanSettings settings)
    {
        var plan = new Builder(settings, Empty);
        var domain = AddressOfRecord.TryParse(memory.Account, out var account) ? account.Domain : default;
        foreach (var registrar in registrars)
        {
            plan.Add(settings.Named(new(source, registrar.Transport, registrar.Host, registrar.Port), domain));
        }

        return plan.ToPlan();
    }

    private sealed class Builder(PlanSettings settings, CandidatePlan start)
    {
        private readonly ImmutableArray<Candidate>.Builder _candidates = start.Candidates.ToBuilder();
        private readonly ImmutableArray<RejectedCandidate>.Builder _rejected = start.Rejected.ToBuilder();

        public CandidatePlan ToPlan() => new(_candidates.DrainToImmutable(), _rejected.DrainToImmutable());

        public void AddSrv(Rung.Service service, DnsOutcome answer, HostName sipDomain, IEntropy entropy)
        {
            if (answer.Status != DnsStatus.Answered)
            {
                return;
            }

            foreach (var target in SrvOrder.Sort(answer.Targets, entropy))
            {
                if (target.Host.IsEmpty)
                {
                    Reject(service.Source, target.Host, target.Port, RejectionReason.ServiceNotAvailable);
                }
                else if (!MayBeBelieved(target.Host, sipDomain))
                {
                    Reject(service.Source, target.Host, target.Port, RejectionReason.OutsideSipDomain);
                }
                else
                {
                    var found = new Candidate(service.Source, service.Transport, target.Host, target.Port)
                    {
                        Via = answer.Name,
                    };
                    Add(settings.Named(found, service.Domain));
                }
            }
        }

        public void AddNamed(ImmutableArray<SipAccess> registrars, HostName sipDomain)
        {
            foreach (var (host, port) in registrars)
            {
                if (MayBeBelieved(host, sipDomain))
                {
                    Add(new(CandidateSource.Lyncdiscover, SipTransport.Tls, host, port));
                }
                else
                {
                    Reject(CandidateSource.Lyncdiscover, host, port, RejectionReason.OutsideSipDomain);
                }
            }
        }

        // The first server by every transport before the second: the order in which DHCP gives them is its own
        // preference.
        public void AddAddresses(CandidateSource source, ImmutableArray<IpAddress> addresses, HostName sipDomain)
        {
            foreach (var address in addresses)
            {
                foreach (var transport in SipServices.Transports.Where(settings.Uses))
                {
                    var found = new Candidate(source, transport, sipDomain, settings.Port(transport))
                    {
                        Address = address,
                    };
                    Add(settings.Named(found, sipDomain));
                }
            }
        }

        public void AddHost(Rung.Hosts hosts, HostName sipDomain)
        {
            foreach (var transport in hosts.Transports.Where(settings.Uses))
            {
                var domain = IpAddress.TryParse(hosts.Name.Text, out _) ? sipDomain : hosts.Name;
                Add(settings.Named(new(hosts.Source, transport, hosts.Name, settings.Port(transport)), domain));
            }
        }

        public void Add(Candidate candidate)
        {
            if (!settings.Uses(candidate.Transport))
            {
                Reject(candidate.Source, candidate.Host, candidate.Port, RejectionReason.TransportOff);
            }
            else if (_candidates.Any(earlier => IsSame(earlier, candidate)))
            {
                Reject(candidate.Source, candidate.Host, candidate.Port, RejectionReason.Duplicate);
            }
            else
            {
                _candidates.Add(SharedValues.Of(candidate));
            }
        }

        private static bool IsSame(Candidate one, Candidate other) =>
            (one.Host, one.Port, one.Transport, one.Address)
                == (other.Host, other.Port, other.Transport, other.Address);

        private void Reject(CandidateSource source, HostName host, ushort port, RejectionReason reason) =>
            _rejected.Add(new(source, host, port, reason));

        private bool MayBeBelieved(HostName host, HostName sipDomain) => settings.Naming switch
        {
            StrictDnsNaming.Off => true,
            StrictDnsNaming.Suffix => host.IsWithin(sipDomain),
            _ => host.IsWithin(sipDomain)
                && host.Text.IndexOf('.', StringComparison.Ordinal) == host.Text.Length - sipDomain.Text.Length - 1,
        };
    }
}
