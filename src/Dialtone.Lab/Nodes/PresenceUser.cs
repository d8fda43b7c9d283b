using System.Collections.Immutable;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Nodes;

/// <summary>A user as contacts and presence see it.</summary>
/// <param name="User">The user part of the SIP address.</param>
public sealed record PresenceUser(string User)
{
    /// <summary>The name that others are shown; empty for the user part with a capital.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The number of the line: <c>+12065550101</c>; empty for none.</summary>
    public string PhoneNumber { get; init; } = "";

    /// <summary>The user parts of the contacts, in order.</summary>
    public ImmutableArray<string> Contacts { get; init; } = [];

    /// <summary>
    /// What the lab plays the user to be, whether signed in or not; <c>null</c> for what the user's endpoints publish.
    /// </summary>
    public Availability? Played { get; init; }

    /// <summary>What the user says while the lab plays it.</summary>
    public string Note { get; init; } = "";
}
