using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Faults;

/// <summary>Where a fault can be had.</summary>
public enum FaultHosting : byte
{
    /// <summary>In a simulated world and on sockets.</summary>
    Everywhere,

    /// <summary>
    /// In a simulated world alone: it needs more of a network than loopback is, one that loses packets, resets
    /// connections, or carries a broadcast to two servers; or it would lead a device out of the lab.
    /// </summary>
    WorldOnly,
}

/// <summary>
/// Something that goes wrong in a deployment, by name: switched on and off, before the start or while it runs. After a
/// switch the host looks at the conditions of the places and tells every server that the network changed.
/// </summary>
/// <param name="Name">A stable name in kebab case: <c>dns-silent</c>.</param>
/// <param name="What">What it does, in one line.</param>
/// <param name="Switch">Switches it on or off.</param>
/// <param name="Hosting">Where it can be had.</param>
public sealed record LabFault(
    string Name, string What, Action<DeploymentNodes, bool> Switch, FaultHosting Hosting = FaultHosting.Everywhere)
{
    /// <summary>Whether it shows only where the deployment has DHCPv6, and to phones of standard SIP alone.</summary>
    public bool NeedsDhcp6 { get; init; }

    /// <summary>Whether it shows only where a load balancer stands before the first pool.</summary>
    public bool NeedsBalancer { get; init; }

    /// <summary>
    /// Whether it is a thing set wrongly, which stays so until somebody finds it: runs drawn from seeds, which are
    /// about outages, leave it out.
    /// </summary>
    public bool IsLasting { get; init; }

    /// <summary>
    /// Whether it costs a simulated world so many events that runs drawn from seeds leave it out; alone it is tried.
    /// </summary>
    public bool IsCostly { get; init; }

    /// <summary>Every fault, by part of the way from power-on to registered.</summary>
    public static ImmutableArray<LabFault> All => LabFaultCatalogue.All;

    /// <summary>The fault of that name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out LabFault? fault)
    {
        fault = All.FirstOrDefault(one => one.Name == name);
        return fault is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
