using System.Collections.Immutable;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Scenarios;

/// <summary>The words by which a lab is told what a user is to be.</summary>
public static class PresenceWords
{
    /// <summary>What the user's own phones publish.</summary>
    public const string Published = "as-published";

    private static readonly ImmutableArray<(string Word, Availability Availability)> Known =
    [
        ("available", Availability.Available), ("busy", Availability.Busy),
        ("do-not-disturb", Availability.DoNotDisturb), ("be-right-back", Availability.BeRightBack),
        ("away", Availability.Away), ("offline", Availability.Offline),
    ];

    /// <summary>Every word.</summary>
    public static ImmutableArray<string> All { get; } = [.. Known.Select(one => one.Word), Published];

    /// <summary>What a word means; <c>null</c> for <see cref="Published"/>.</summary>
    public static bool TryRead(string word, out Availability? availability)
    {
        var index = All.IndexOf(word);
        availability = index >= 0 && index < Known.Length ? Known[index].Availability : null;
        return index >= 0;
    }
}
