using System.Collections.Immutable;

namespace Dialtone.Wire.WebServices;

/// <summary>The words for the reasons why a PIN was refused.</summary>
public static class PinReasons
{
    // In the order of the enumeration.
    private static readonly ImmutableArray<string> Words =
    [
        "Unknown", "IncorrectPin", "UserPinAccountLocked", "PinExpired", "PinNotSet", "PinNotUnique", "NonUniqueUser",
        "PinNotEnabledForUser", "UserPinAccountDisabled", "UserDoesNotExist", "PinDoesNotMeetMinimumRequirements",
        "Unauthorized",
    ];

    /// <summary>The word of a reason: <c>IncorrectPin</c>.</summary>
    public static string WordOf(PinReason reason) => Words[(int)reason];

    /// <summary>
    /// The reason whose word stands in what a server says; <see cref="PinReason.Unknown"/> without one.
    /// </summary>
    public static PinReason In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 1; i < Words.Length; i++)
        {
            if (text.Contains(Words[i], StringComparison.OrdinalIgnoreCase))
            {
                return (PinReason)i;
            }
        }

        return PinReason.Unknown;
    }
}
