namespace Dialtone.Wire.Presence;

/// <summary>Who is in a container.</summary>
/// <param name="Kind">
/// <c>user</c>, <c>domain</c>, <c>sameEnterprise</c>, <c>federated</c>, <c>publicCloud</c> or <c>everyone</c>.
/// </param>
/// <param name="Value">The user or domain; empty where the kind says all.</param>
public sealed record ContainerMember(string Kind, string Value = "")
{
    /// <summary>Everybody of the same enterprise.</summary>
    public static ContainerMember SameEnterprise { get; } = new("sameEnterprise");

    /// <summary>Everybody of federated enterprises.</summary>
    public static ContainerMember Federated { get; } = new("federated");
}
