using System.Collections.Immutable;

namespace Dialtone.Wire.Presence;

/// <summary>A container and who is in it.</summary>
/// <param name="Id">Its number (<see cref="ContainerNumbers"/>).</param>
/// <param name="Version">How often its members changed.</param>
/// <param name="Members">The members in their order.</param>
public sealed record PresenceContainer(uint Id, uint Version, ImmutableArray<ContainerMember> Members)
{
    /// <inheritdoc/>
    public bool Equals(PresenceContainer? other) => other is not null && Id == other.Id && Version == other.Version
        && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version, Members.Length);
}
