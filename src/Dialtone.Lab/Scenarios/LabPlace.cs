using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <summary>What the network does with a machine of the lab.</summary>
public enum HostCondition : byte
{
    /// <summary>Nothing special.</summary>
    Up,

    /// <summary>Nothing reaches it and nothing comes from it: a black hole.</summary>
    Silent,

    /// <summary>Each of its connections is reset as soon as it stands.</summary>
    Resets,

    /// <summary>Each of its connections is reset behind the first byte that it sends.</summary>
    ResetsAfterFirstByte,

    /// <summary>
    /// Each of its connections is reset after 4,000 bytes that it sent: after the registration, in one of its renewals.
    /// </summary>
    FailsLater,
}

/// <summary>A node of the lab and where it belongs. The host performs its effects and sees to its condition.</summary>
/// <param name="name">Its name for people: <c>fe1</c>.</param>
/// <param name="address">The address of its machine.</param>
/// <param name="node">The node.</param>
public sealed class LabPlace(string name, IpAddress address, INode node)
{
    /// <summary>Its name for people.</summary>
    public string Name { get; } = name;

    /// <summary>The address of its machine.</summary>
    public IpAddress Address { get; } = address;

    /// <summary>The node.</summary>
    public INode Node { get; } = node;

    /// <summary>
    /// What the network does with the machine; a host looks at it when it tells the node that the network changed.
    /// </summary>
    public HostCondition Condition { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
