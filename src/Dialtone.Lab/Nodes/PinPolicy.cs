namespace Dialtone.Lab.Nodes;

/// <summary>What is demanded of PINs, and how many wrong ones lock an account (<c>Set-CsPinPolicy</c>).</summary>
public sealed record PinPolicy
{
    /// <summary>Wrong ones of that time count towards a lock.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    /// <summary>How long too many wrong ones within the window lock an account.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromHours(1);

    /// <summary>Whether PINs prove anybody (UsePinAuth).</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>
    /// How many wrong ones within the window lock an account; <c>null</c> for what the length of its PIN gives
    /// (MaximumLogonAttempts).
    /// </summary>
    public int? MaximumLogonAttempts { get; init; }

    /// <summary>How many wrong ones within the window lock an account with a PIN of that length.</summary>
    public int LocalMax(int pinLength) => MaximumLogonAttempts ?? (pinLength < 5 ? 10 : 25);

    /// <summary>How many wrong ones ever lock an account until an administrator unlocks it.</summary>
    public static int GlobalMax(int pinLength) => pinLength < 5 ? 100 : pinLength == 5 ? 1000 : 5000;
}
