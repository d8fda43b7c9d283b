using Dialtone.Core.Rehearsal;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Faults;

/// <summary>An outage that was rehearsed, as a fault that really breaks a lab so.</summary>
public static class OutageFault
{
    /// <summary>The fault.</summary>
    /// <param name="outage">What is to die.</param>
    /// <param name="manner">
    /// How. Silence of a whole machine takes more of a network than loopback is: there what is dead refuses.
    /// </param>
    public static LabFault Of(Outage outage, OutageManner manner)
    {
        ArgumentNullException.ThrowIfNull(outage);
        return new("outage", $"What the rehearsal calls {outage.Kind}", (lab, on) => Switch(lab, outage, manner, on))
        {
            Hosting = manner == OutageManner.Silent ? FaultHosting.WorldOnly : FaultHosting.Everywhere,
        };
    }

    private static void Switch(DeploymentNodes lab, Outage outage, OutageManner manner, bool on)
    {
        if (outage.Dns)
        {
            lab.Dns.Silent = on;
        }

        if (outage.Dhcp)
        {
            (lab.Dhcp.Silent, lab.Dhcp6.Silent) = (on, on);
        }

        if (outage.CertificatesEnd is not null && LabFault.TryFind("cert-expired", out var expired))
        {
            expired.Switch(lab, on);
        }

        foreach (var place in lab.Places.Where(place => IsDead(lab, outage, place.Address)))
        {
            if (manner == OutageManner.Silent)
            {
                place.Condition = on ? HostCondition.Silent : HostCondition.Up;
                if (place.Node is Registrar cutOff)
                {
                    cutOff.Behaviour.IsCutOff = on;
                }
            }
            else if (place.Node is Registrar registrar)
            {
                registrar.Behaviour.IsDown = on;
            }
            else if (place.Node is AccessProxy proxy)
            {
                proxy.Behaviour.IsDown = on;
            }
        }
    }

    // Behind a load balancer the address that is known is not that of any Front End.
    private static bool IsDead(DeploymentNodes lab, Outage outage, IpAddress address) =>
        outage.Addresses.Contains(address)
        || (lab.Deployment.Pool01Balancer is { } balancer && outage.Addresses.Contains(balancer)
            && lab.Deployment.Pool01FrontEnds.Any(frontEnd => frontEnd.Address == address));
}
