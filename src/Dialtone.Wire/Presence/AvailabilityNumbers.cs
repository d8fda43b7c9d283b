namespace Dialtone.Wire.Presence;

/// <summary>Numbers and words of an availability (MS-PRES section 3.7.5.5).</summary>
public static class AvailabilityNumbers
{
    /// <summary>What a number means.</summary>
    public static Availability Of(uint number) => number switch
    {
        < 3000 => Availability.Unknown,
        < 4500 => Availability.Available,
        < 6000 => Availability.AvailableIdle,
        < 7500 => Availability.Busy,
        < 9000 => Availability.BusyIdle,
        < 12000 => Availability.DoNotDisturb,
        < 15000 => Availability.BeRightBack,
        < 18000 => Availability.Away,
        _ => Availability.Offline,
    };

    /// <summary>The number that is published for it.</summary>
    public static uint NumberOf(Availability availability) => availability switch
    {
        Availability.Available => 3500,
        Availability.AvailableIdle => 5000,
        Availability.Busy => 6500,
        Availability.BusyIdle => 7500,
        Availability.DoNotDisturb => 9500,
        Availability.BeRightBack => 12500,
        Availability.Away => 15500,
        Availability.Offline => 18500,
        _ => 0,
    };

    /// <summary>Its words, in lower case.</summary>
    public static string WordsOf(Availability availability) => availability switch
    {
        Availability.Available => "available",
        Availability.AvailableIdle => "available, idle",
        Availability.Busy => "busy",
        Availability.BusyIdle => "busy, idle",
        Availability.DoNotDisturb => "do not disturb",
        Availability.BeRightBack => "be right back",
        Availability.Away => "away",
        Availability.Offline => "offline",
        _ => "unknown",
    };
}
