using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Faults;

/// <content>Primary and backup, users that are moved or disabled, and connections that do not last.</content>
internal static partial class LabFaultCatalogue
{
    /// <summary>What a keep-alive is agreed on with a server that is strict about it.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);

    private static IEnumerable<LabFault> Pools()
    {
        yield return new("pool01-down", "The services of pool01 are stopped: connections end, ports are refused",
            StopPool01);
        yield return new("pool01-silent", "pool01 takes connections and says nothing any more, not even in TLS",
            (lab, on) => Each(lab.Pool01, registrar =>
                (registrar.Behaviour.SilentAfterAccept, registrar.Behaviour.Silent) = (on, on)));
        yield return new("pool01-mute", "pool01 finishes TLS handshakes and answers no request", (lab, on) =>
            Each(lab.Pool01, registrar => registrar.Behaviour.Silent = on));
        yield return new("pool01-restarting", "pool01 restarts: connections end, ports are refused for 10 s",
            (lab, on) => Each(lab.Pool01, registrar => registrar.Behaviour.Restarts = on));
        yield return new("pool02-down", "The services of pool02 are stopped: connections end, ports are refused",
            (lab, on) => (lab.Pool02.Behaviour.IsDown, lab.Web02.Behaviour.IsDown) = (on, on));
        yield return new("survivable-mode", "pool01 is down and pool02, its backup, serves its users", (lab, on) =>
        {
            StopPool01(lab, on);
            lab.Pool02.Behaviour.TakesGuests = on ? true : null;
        });
        yield return new("backup-redirects", "pool01 is down and pool02 still redirects its users to it", (lab, on) =>
        {
            StopPool01(lab, on);
            lab.Pool02.Behaviour.TakesGuests = on ? false : null;
        });
        yield return new("backup-refuses", "pool01 is down and pool02 gives its users 503 with Retry-After 30",
            (lab, on) =>
            {
                StopPool01(lab, on);
                lab.Pool02.Behaviour.TakesGuests = on ? false : null;
                lab.Pool02.Behaviour.RefusesGuests = on;
            });
        yield return new("presence-lost", "The presence service of both pools is not available", (lab, on) =>
            Each(lab.Registrars, registrar => registrar.Behaviour.PresenceIsLost = on));
        yield return new("redirect-to-dead", "pool01 redirects to a Registrar that is down", (lab, on) =>
            Redirect(lab.Pool01, on, Dead(lab)));
        yield return new("redirect-to-dead-primary", "pool01 redirects to a primary that is down, and pool02 behind it",
            (lab, on) =>
            {
                Each(lab.Pool01, registrar =>
                    registrar.Behaviour.RedirectTo = on ? [Dead(lab), At(lab, lab.Deployment.Pool02.Name)] : []);
                lab.Pool02.Behaviour.ServesEverybody = on;
            });
        yield return new("sip-down", "The access proxy is stopped: connections end, ports are refused", (lab, on) =>
            lab.AccessProxy.Behaviour.IsDown = on);
        yield return new("sip-mute", "The access proxy takes requests and passes none on", (lab, on) =>
            lab.AccessProxy.Behaviour.Silent = on);
    }

    private static IEnumerable<LabFault> Balancing()
    {
        yield return Balance("balancer-empty", "Every member of the load balancer was taken out: nobody listens",
            (lab, balancer, on) => balancer.HasNoMembers = on);
        yield return Balance("balancer-member-down", "fe1 is down, and the load balancer leaves it out",
            (lab, balancer, on) => lab.Pool01[0].Behaviour.IsDown = on);
        yield return Balance("balancer-blind", "fe1 is down, and the load balancer goes on passing connections to it",
            (lab, balancer, on) => (lab.Pool01[0].Behaviour.IsDown, balancer.IsBlind) = (on, on));
    }

    // Without a load balancer nothing happens.
    private static LabFault Balance(
        string name, string what, Action<DeploymentNodes, LoadBalancerBehaviour, bool> act) => new(
        name, what, (lab, on) =>
        {
            if (lab.Balancer is { } balancer)
            {
                act(lab, balancer.Behaviour, on);
            }
        })
    {
        NeedsBalancer = true,
    };

    private static IEnumerable<LabFault> Users()
    {
        yield return new("user-moved", "Every user of pool01 is moved to pool02", (lab, on) =>
        {
            foreach (var account in lab.Deployment.Accounts)
            {
                lab.Pool01Directory.Find(account.User)!.Home =
                    lab.Deployment.NameOf(on ? LabPool.Pool02 : account.Home);
            }
        });
        yield return new("user-disabled", "An administrator disables every user", (lab, on) =>
        {
            foreach (var account in lab.Deployment.Accounts)
            {
                lab.Pool01Directory.Find(account.User)!.Disabled = on || account.Disabled;
            }
        });
        yield return new("endpoint-evicted", "Every endpoint is told that a newer one of its user took its place",
            (lab, on) =>
            {
                if (on)
                {
                    lab.Pool01Directory.EvictAll();
                    lab.Pool02Directory.EvictAll();
                }
            });
    }

    private static IEnumerable<LabFault> Flows()
    {
        yield return Behave("keep-alive-strict", "A keep-alive is agreed on for every 20 s, and late ones end it",
            (one, on) =>
            {
                one.KeepAliveSeconds = on ? (uint)IdleLimit.TotalSeconds : null;
                one.ClosesIdle = on ? IdleLimit : null;
            });
        yield return Behave("idle-closed", "Connections that are idle for 20 s are closed, whatever was agreed on",
            (one, on) => one.ClosesIdle = on ? IdleLimit : null);
    }

    private static void StopPool01(DeploymentNodes lab, bool on)
    {
        Each(lab.Pool01, registrar => registrar.Behaviour.IsDown = on);
        lab.Web01.Behaviour.IsDown = on;
    }

    /// <summary>A machine that has a name and no SIP server.</summary>
    private static string Dead(DeploymentNodes lab) => At(lab, lab.Deployment.Names.Name);
}
