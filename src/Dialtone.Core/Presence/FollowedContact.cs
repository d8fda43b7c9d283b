namespace Dialtone.Core.Presence;

/// <summary>A contact and its presence.</summary>
/// <param name="Address">The SIP address without its scheme: <c>bob@contoso.example</c>.</param>
/// <param name="Name">
/// What is shown: what the user calls the contact, else the name that it gives, else the address.
/// </param>
/// <param name="Presence">The presence; <c>null</c> where nothing was told of it.</param>
public sealed record FollowedContact(string Address, string Name, UserPresence? Presence);
