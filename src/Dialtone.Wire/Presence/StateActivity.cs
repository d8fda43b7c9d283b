namespace Dialtone.Wire.Presence;

/// <summary>What the user is doing.</summary>
/// <param name="Token">A word such as <c>on-the-phone</c>.</param>
/// <param name="Min">From which availability it is shown; <c>null</c> where that is not said.</param>
/// <param name="Max">To which one.</param>
public sealed record StateActivity(string Token, uint? Min = null, uint? Max = null);
