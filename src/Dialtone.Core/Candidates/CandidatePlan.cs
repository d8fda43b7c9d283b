using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

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

    /// <summary>All rungs, in the order of S3.</summary>
    public static ImmutableArray<Rung> Ladder { get; } = [.. Enum.GetValues<Rung>()];

    /// <summary>
    /// The Known cycle (S6): the Registrar that registration last succeeded with, the way it was reached. One
    /// candidate, because a failure there sends the device back to discovery rather than down a list that may be
    /// outdated.
    /// </summary>
    public static CandidatePlan Known(DeviceMemory memory, PlanSettings settings) =>
        memory.KnownRegistrars is [var head, ..] ? One(CandidateSource.Known, head, settings) : Empty;

    /// <summary>
    /// The Remembered cycle (S9): the last Registrar, to be tried at its remembered addresses. Without any address it
    /// cannot be used.
    /// </summary>
    public static CandidatePlan Remembered(DeviceMemory memory, PlanSettings settings)
    {
        var last = memory.Registrar;
        return memory.RegistrarAddresses.IsDefaultOrEmpty
            ? new([], [new(CandidateSource.Memory, last.Host, last.Port, RejectionReason.Unusable)])
            : One(CandidateSource.Memory, last, settings);
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

    /// <summary>The Scratch cycle (S3): every rung whose source answered.</summary>
    /// <param name="found">What discovery brought.</param>
    /// <param name="sipDomain">The user's SIP domain, for strict naming.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="entropy">Breaks ties by SRV weight, and decides nothing else.</param>
    public static CandidatePlan Scratch(
        DiscoveryOutcome found, HostName sipDomain, PlanSettings settings, IEntropy entropy)
    {
        var plan = Empty;
        foreach (var rung in Ladder)
        {
            plan = plan.With(rung, found, sipDomain, settings, entropy);
        }

        return plan;
    }

    /// <summary>
    /// This plan and one rung more. For a device that begins at a rung while the answers of lower ones are out: added
    /// in the order of the ladder, rung by rung gives the same plan as <see cref="Scratch"/>.
    /// </summary>
    public CandidatePlan With(
        Rung rung, DiscoveryOutcome found, HostName sipDomain, PlanSettings settings, IEntropy entropy)
    {
        var plan = new Builder(settings, this);
        switch (rung)
        {
            case Rung.InternalSrvTls:
                plan.AddSrv(CandidateSource.InternalSrv, SipTransport.Tls, found.InternalTls, sipDomain, entropy);
                break;
            case Rung.DhcpTls:
                plan.AddDhcp(SipTransport.Tls, found.Dhcp);
                break;
            case Rung.InternalSrvTcp:
                plan.AddSrv(CandidateSource.InternalSrv, SipTransport.Tcp, found.InternalTcp, sipDomain, entropy);
                break;
            case Rung.DhcpTcp:
                plan.AddDhcp(SipTransport.Tcp, found.Dhcp);
                break;
            case Rung.ExternalSrvTls:
                plan.AddSrv(CandidateSource.ExternalSrv, SipTransport.Tls, found.ExternalTls, sipDomain, entropy);
                break;
            case Rung.ExternalSrvTcp:
                plan.AddSrv(CandidateSource.ExternalSrv, SipTransport.Tcp, found.ExternalTcp, sipDomain, entropy);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rung), rung, "Not a rung.");
        }

        return plan.ToPlan();
    }

    private static CandidatePlan One(CandidateSource source, KnownRegistrar registrar, PlanSettings settings)
    {
        var plan = new Builder(settings, Empty);
        plan.Add(new(source, registrar.Transport, registrar.Host, registrar.Port));
        return plan.ToPlan();
    }

    private sealed class Builder(PlanSettings settings, CandidatePlan start)
    {
        private readonly ImmutableArray<Candidate>.Builder _candidates = start.Candidates.ToBuilder();
        private readonly ImmutableArray<RejectedCandidate>.Builder _rejected = start.Rejected.ToBuilder();

        public CandidatePlan ToPlan() => new(_candidates.DrainToImmutable(), _rejected.DrainToImmutable());

        public void AddSrv(
            CandidateSource source, SipTransport transport, DnsOutcome answer, HostName sipDomain, IEntropy entropy)
        {
            if (answer.Status != DnsStatus.Answered)
            {
                return;
            }

            foreach (var target in SrvOrder.Sort(answer.Targets, entropy))
            {
                if (target.Host.IsEmpty)
                {
                    Reject(source, target.Host, target.Port, RejectionReason.ServiceNotAvailable);
                }
                else if (!MayBeBelieved(target.Host, sipDomain))
                {
                    Reject(source, target.Host, target.Port, RejectionReason.OutsideSipDomain);
                }
                else
                {
                    Add(new(source, transport, target.Host, target.Port) { Via = answer.Name });
                }
            }
        }

        public void AddDhcp(SipTransport transport, DhcpOutcome answer)
        {
            if (answer is { Status: DhcpStatus.Answered, Registrar: { } host })
            {
                Add(new(CandidateSource.Dhcp, transport, host, settings.Port(transport)));
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
                _candidates.Add(candidate);
            }
        }

        private static bool IsSame(Candidate one, Candidate other) =>
            (one.Host, one.Port, one.Transport) == (other.Host, other.Port, other.Transport);

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
