using System.Collections.Immutable;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Hosting;

/// <summary>What a person decides about a lab on loopback; addresses and ports are found when it starts.</summary>
public sealed record LoopbackLabOptions
{
    /// <summary>The deployment. Its addresses are moved but for their last octet; its ports become free ones.</summary>
    public Deployment Deployment { get; init; } = Deployment.Contoso;

    /// <summary>What is broken from the start, by the names of <see cref="LabFault.All"/>.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>The kind of key that certificates have.</summary>
    public LabKey Key { get; init; } = LabKey.EcdsaP256;

    /// <summary>
    /// Whether ports below 1024 stay as they are, where they are free, for clients that can be told no other one. Takes
    /// the rights to open them.
    /// </summary>
    public bool KeepsPorts { get; init; }

    /// <summary>
    /// The file with the keys of the lab's services, for Kerberos; <c>null</c> for the machine's own.
    /// </summary>
    public string? Keytab { get; init; }

    /// <summary>The clock, of the servers and of their certificates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
