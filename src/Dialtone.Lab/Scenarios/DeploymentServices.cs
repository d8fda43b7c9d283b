using System.Collections.Immutable;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Mras;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// What a deployment has for registered endpoints: settings in band, credentials for Media Relays, and the relays.
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
            ExternalWebServices = deployment.ExternalWeb,
            IsBrief = deployment.ProvisionsBriefly,
        });
        Presence = new(deployment.Domain,
        [
            .. deployment.Accounts.Select(account => new PresenceUser(account.User)
            {
                DisplayName = account.DisplayName,
                PhoneNumber = account.PhoneNumber ?? "",
                Contacts = account.Contacts,
                Played = account.Presence,
                Note = account.Note,
            }),
        ]);
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
        InnerRelay = new(AvEdgeAt(deployment.InnerRelay, keys), entropy(deployment.InnerRelay.Name.Text));
        OuterRelay = new(AvEdgeAt(deployment.OuterRelay, keys), entropy(deployment.OuterRelay.Name.Text));
        StandardRelay = new(StandardAt(deployment.StandardRelay), entropy(deployment.StandardRelay.Name.Text));
    }

    /// <summary>What every Registrar tells users of their settings.</summary>
    public InBandProvisioning Provisioning { get; }

    /// <summary>The server that makes credentials for both sides of the A/V Edge.</summary>
    public RelayAuthentication RelayAuthentication { get; }

    /// <summary>Contacts and presence of the users.</summary>
    public PresenceDirectory Presence { get; }

    /// <summary>The inner side of the A/V Edge.</summary>
    public MediaRelay InnerRelay { get; }

    /// <summary>The outer side of the A/V Edge.</summary>
    public MediaRelay OuterRelay { get; }

    /// <summary>The Media Relay of RFC 8656.</summary>
    public MediaRelay StandardRelay { get; }

    /// <summary>Every Media Relay.</summary>
    public ImmutableArray<MediaRelay> MediaRelays => [InnerRelay, OuterRelay, StandardRelay];

    /// <summary>Where the relays belong.</summary>
    public IEnumerable<LabPlace> Places =>
    [
        new("edge1", InnerRelay.Settings.Udp.Address, InnerRelay),
        new("av", OuterRelay.Settings.Udp.Address, OuterRelay),
        new("turn", StandardRelay.Settings.Udp.Address, StandardRelay),
    ];

    /// <summary>What Registrars need of it.</summary>
    public RegistrarServices ToRegistrars() => new(Provisioning, RelayAuthentication, Presence);

    private static MrasKeys NewKeys(IEntropy entropy)
    {
        Span<byte> chance = stackalloc byte[3 * KeyBytes];
        entropy.Fill(chance);
        return new(chance[..KeyBytes], chance[KeyBytes..^KeyBytes], chance[^KeyBytes..]);
    }

    private KnownRelay Known(LabHost host, MrasLocation location) =>
        new(location, host.Name, host.Address, _deployment.RelayUdpPort, _deployment.RelayTcpPort);

    private MediaRelaySettings AvEdgeAt(LabHost host, MrasKeys keys) => new()
    {
        Name = host.Name,
        Dialect = RelayDialect.AvEdge,
        Udp = new(host.Address, _deployment.RelayUdpPort),
        Tcp = new(host.Address, _deployment.RelayTcpPort),
        Realm = _deployment.Domain.Text,
        Keys = keys,
        LifetimeDefault = TimeSpan.FromMinutes(2),
        LifetimeMax = TimeSpan.FromMinutes(2),
    };

    private MediaRelaySettings StandardAt(LabHost host) => new()
    {
        Name = host.Name,
        Dialect = RelayDialect.Standard,
        Udp = new(host.Address, _deployment.StandardRelayPort),
        Tcp = new(host.Address, _deployment.StandardRelayPort),
        Realm = _deployment.Domain.Text,
        Passwords = _deployment.Accounts.Where(account => !account.Disabled)
            .ToDictionary(account => account.User, account => account.Password, StringComparer.Ordinal),
    };
}
