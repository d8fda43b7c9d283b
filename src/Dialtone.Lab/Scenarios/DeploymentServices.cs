using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Mras;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// What a deployment has for registered endpoints: settings in band, and credentials for Media Relays.
/// </summary>
public sealed class DeploymentServices
{
    private const int KeyBytes = 20;

    private readonly Deployment _deployment;

    /// <summary>Makes them.</summary>
    /// <param name="deployment">What they are.</param>
    /// <param name="entropy">A stream of chance for each place, by its name.</param>
    public DeploymentServices(Deployment deployment, Func<string, IEntropy> entropy)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(entropy);
        _deployment = deployment;
        var chance = entropy("mras");
        var keys = NewKeys(chance);
        Provisioning = new(new()
        {
            Domain = deployment.Domain,
            MrasUri = deployment.MrasUri,
            ExternalWebServices = deployment.Domain.Under("web"),
            IsBrief = deployment.ProvisionsBriefly,
        });
        RelayAuthentication = new(new()
        {
            Uri = deployment.MrasUri,
            Domain = deployment.Domain,
            Realm = deployment.Domain.Text,
            Relays =
            [
                Known(deployment.InnerRelay, MrasLocation.Intranet),
                Known(deployment.OuterRelay, MrasLocation.Internet),
            ],
            Keys = keys,
            ForeignKeys = NewKeys(chance),
        });
    }

    /// <summary>What every Registrar tells users of their settings.</summary>
    public InBandProvisioning Provisioning { get; }

    /// <summary>The server that makes credentials for both sides of the A/V Edge.</summary>
    public RelayAuthentication RelayAuthentication { get; }

    /// <summary>What Registrars need of it.</summary>
    public RegistrarServices ToRegistrars() => new(Provisioning, RelayAuthentication);

    private static MrasKeys NewKeys(IEntropy entropy)
    {
        Span<byte> chance = stackalloc byte[3 * KeyBytes];
        entropy.Fill(chance);
        return new(chance[..KeyBytes], chance[KeyBytes..^KeyBytes], chance[^KeyBytes..]);
    }

    private KnownRelay Known(LabHost host, MrasLocation location) =>
        new(location, host.Name, host.Address, _deployment.RelayUdpPort, _deployment.RelayTcpPort);
}
