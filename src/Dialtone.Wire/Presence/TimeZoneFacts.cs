namespace Dialtone.Wire.Presence;

/// <summary>The time zone of an endpoint.</summary>
/// <param name="Bias">Minutes west of UTC.</param>
/// <param name="Name">Its name.</param>
/// <param name="Abbreviation">The short form.</param>
public sealed record TimeZoneFacts(int Bias, string Name, string Abbreviation)
{
    /// <summary>UTC.</summary>
    public static TimeZoneFacts Utc { get; } = new(0, "UTC", "UTC");
}
