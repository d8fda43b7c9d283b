namespace Dialtone.Wire.Presence;

/// <summary>One publication (MS-PRES). Its key is category, instance and container.</summary>
/// <param name="Category">The category (<see cref="CategoryNames"/>).</param>
/// <param name="Instance">The number of the instance.</param>
/// <param name="Container">The container.</param>
/// <param name="Version">The version last known of this key; 0 for a new one.</param>
/// <param name="Expiry">How long it stands.</param>
public sealed record Publication(
    string Category, uint Instance, uint Container, uint Version, CategoryExpiry Expiry = CategoryExpiry.Endpoint)
{
    /// <summary>Seconds until it ends, 0 to withdraw it; <c>null</c> where the kind of expiry says all.</summary>
    public uint? Expires { get; init; }

    /// <summary>
    /// What it holds; <c>null</c> where it is withdrawn, or of a kind that is not read here.
    /// </summary>
    public CategoryContent? Content { get; init; }

    /// <summary>Whether it withdraws what was published.</summary>
    public bool IsWithdrawal => Expires == 0;
}
