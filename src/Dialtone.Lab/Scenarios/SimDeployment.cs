using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <summary>A deployment in a simulated world: its machines, its servers switched on, its certificates.</summary>
public sealed class SimDeployment
{
    private readonly Dictionary<IpAddress, SimHost> _hosts = [];
    private readonly SimHost? _balancer;

    /// <summary>Builds it into a world.</summary>
    public SimDeployment(SimWorld world, Deployment? deployment = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        World = world;
        Nodes = new(deployment ?? Deployment.Contoso, world.EntropyFor);
        ShiftCertificates(TimeSpan.Zero);
        foreach (var web in Nodes.Webs)
        {
            (web.Chain, web.ForeignChain) =
                ([Root(LabCertificate.Authority, number: 1)], [Root(LabCertificate.ForeignAuthority, number: 2)]);
        }

        Register(world.Tickets);
        var places = ImmutableArray.CreateBuilder<SimNode>();
        foreach (var place in Nodes.Places)
        {
            if (!_hosts.TryGetValue(place.Address, out var host))
            {
                host = world.AddHost(place.Name, place.Address);
                _hosts.Add(place.Address, host);
            }

            places.Add(world.Place(host, place.Name, place.Node));
        }

        if (Nodes.Deployment.Pool01Balancer is { } balancer)
        {
            _balancer = world.AddBalancer(
                "balancer", balancer,
                [.. Nodes.Deployment.Pool01FrontEnds.Select(frontEnd => _hosts[frontEnd.Address])]);
        }

        Places = places.ToImmutable();
        foreach (var place in Places)
        {
            world.PowerOn(place);
        }
    }

    /// <summary>The world.</summary>
    public SimWorld World { get; }

    /// <summary>The servers.</summary>
    public DeploymentNodes Nodes { get; }

    /// <summary>Where the servers are, in the order of <see cref="DeploymentNodes.Places"/>.</summary>
    public ImmutableArray<SimNode> Places { get; }

    /// <summary>The place of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SimNode PlaceOf(string name) => Places[Nodes.Places.IndexOf(Nodes.PlaceOf(name))];

    /// <summary>Switches a fault on or off, now.</summary>
    public void Switch(LabFault fault, bool on)
    {
        ArgumentNullException.ThrowIfNull(fault);
        fault.Switch(Nodes, on);
        Refresh();
    }

    /// <summary>Switches what a scenario says, when it says so.</summary>
    public void Play(LabScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        foreach (var (at, fault, on) in scenario.Events)
        {
            World.At(Instant.Zero + at, () => Switch(fault, on));
        }
    }

    /// <summary>Makes every certificate anew, by an authority whose date is so far off.</summary>
    public void ShiftCertificates(TimeSpan error)
    {
        foreach (var certificate in Nodes.Deployment.Certificates)
        {
            World.Certificates[certificate.Name] = certificate.ToFacts(World.Start + error);
        }
    }

    /// <summary>Loses a server: its process ends, its port is refused.</summary>
    public void Lose(string name)
    {
        var place = PlaceOf(name);
        if (place.IsRunning)
        {
            World.Stop(place);
        }
    }

    /// <summary>Brings a lost server back.</summary>
    public void Return(string name)
    {
        var place = PlaceOf(name);
        if (!place.IsRunning)
        {
            World.PowerOn(place);
        }
    }

    /// <summary>Ends every fault and brings every server back.</summary>
    public void Mend()
    {
        foreach (var fault in LabFault.All)
        {
            fault.Switch(Nodes, false);
        }

        foreach (var place in Places)
        {
            place.Host.Clogged = false;
            Return(place.Name);
        }

        Refresh();
    }

    private ReadOnlyMemory<byte> Root(string authority, byte number) => SimCertificate.Issue(
        authority, authority, new(number), number, World.Start.AddDays(-365), World.Start.AddDays(365),
        isAuthority: true);

    /// <summary>The users and services that the world's key distribution center knows.</summary>
    private void Register(SimTicketServer tickets)
    {
        foreach (var account in Nodes.Deployment.Accounts)
        {
            tickets.Users[account.NtLoginIn(Nodes.Deployment.Domain).Split('\\')[^1]] = account.Password;
        }

        tickets.Services.UnionWith(Nodes.Registrars.Select(registrar => $"sip/{registrar.Settings.Name}"));
        tickets.Services.UnionWith(Nodes.Webs.Select(web => web.Settings.Principal));
    }

    private void Refresh()
    {
        if (_balancer is not null && Nodes.Balancer is { } balancer)
        {
            _balancer.HasNoBackends = balancer.Behaviour.HasNoMembers;
            _balancer.IsBlind = balancer.Behaviour.IsBlind;
        }

        for (var i = 0; i < Places.Length; i++)
        {
            var host = Places[i].Host;
            host.Silent = Nodes.Places[i].Condition == HostCondition.Silent;
            host.ResetsAfterBytes = Nodes.Places[i].Condition switch
            {
                HostCondition.Resets => 0,
                HostCondition.ResetsAfterFirstByte => 1,
                HostCondition.FailsLater => 4_000,
                _ => null,
            };
            if (Places[i].IsRunning)
            {
                World.Tell(Places[i], new NetInput.SettingsChanged());
            }
        }
    }
}
