namespace Dialtone.Wire.Presence;

/// <summary>A member that a container gets or loses.</summary>
/// <param name="Container">The number of the container.</param>
/// <param name="Version">The version of its members that is changed; 0 where it has none yet.</param>
/// <param name="Member">The member.</param>
/// <param name="IsRemoval">Whether the member is to go.</param>
public sealed record ContainerChange(uint Container, uint Version, ContainerMember Member, bool IsRemoval = false);
