using Dialtone.Core.Exchange.Relays;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A deployment, and a machine that checks one of its Media Relays.</summary>
internal sealed class RelayLab
{
    private int _machines;

    public SimDeployment Lab { get; } = new(new SimWorld(1));

    public DeploymentServices Services => Lab.Nodes.Services;

    public DateTimeOffset Now => Lab.World.Start + Lab.World.Time.SinceStart;

    /// <summary>Credentials as MRAS makes them.</summary>
    public RelayCredentials Issued(DateTimeOffset? expires = null, string user = "alice") => RelayCredentials.Of(
        MrasToken.Issue(
            Services.RelayAuthentication.Settings.Keys, $"sip:{user}@contoso.example",
            expires ?? Now + TimeSpan.FromHours(8), TimeSpan.FromHours(8)));

    public static RelayCredentials Password(string password = "Dial-Tone-1", string user = "alice") =>
        RelayCredentials.Of(user, password);

    /// <summary>What a new machine finds.</summary>
    public RelayOutcome Check(MediaRelay relay, RelayTransport transport, RelayCredentials? credentials)
    {
        var settings = relay.Settings;
        var at = transport == RelayTransport.Udp ? settings.Udp : settings.Tcp;
        var client = new RelayClient(new(settings.Name, at, transport, settings.Dialect), credentials);
        var name = $"machine{++_machines}";
        var host = Lab.World.AddHost(name, IpAddress.V4(198, 51, 100, (byte)_machines));
        Lab.World.PowerOn(Lab.World.Place(host, name, client));
        Lab.World.RunUntil(() => client.Outcome is not null, Lab.World.Time + TimeSpan.FromMinutes(2)).ShouldBeTrue();
        return client.Outcome.ShouldNotBeNull();
    }
}
