namespace Dialtone.Wire.Presence;

/// <summary>Somebody who follows the user's presence.</summary>
/// <param name="Address">The address without <c>sip:</c>.</param>
/// <param name="DisplayName">The name to show; may be empty.</param>
/// <param name="IsAcknowledged">Whether the user has taken note of it.</param>
public sealed record PresenceSubscriber(string Address, string DisplayName, bool IsAcknowledged);
