using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>What in-band provisioning tells of a deployment.</summary>
public sealed record ProvisioningSettings
{
    /// <summary>The SIP domain.</summary>
    public required HostName Domain { get; init; }

    /// <summary>The URI of the Media Relay Authentication Service; <c>null</c> where there is no Edge.</summary>
    public required string? MrasUri { get; init; }

    /// <summary>The name that the web services have for devices elsewhere.</summary>
    public required HostName ExternalWebServices { get; init; }

    /// <summary>
    /// Whether only what a phone's connection depends on is told: for simulated worlds with many phones in them.
    /// </summary>
    public bool IsBrief { get; init; }
}
