namespace Dialtone.Wire.Presence;

/// <summary>What the number of an availability means (MS-PRES section 3.7.5.5).</summary>
public enum Availability : byte
{
    /// <summary>Not known: shown as offline. Below 3000.</summary>
    Unknown,

    /// <summary>Available: from 3000.</summary>
    Available,

    /// <summary>Available, and nobody at the device: from 4500.</summary>
    AvailableIdle,

    /// <summary>Busy: from 6000.</summary>
    Busy,

    /// <summary>Busy, and nobody at the device: from 7500.</summary>
    BusyIdle,

    /// <summary>Not to be disturbed: from 9000.</summary>
    DoNotDisturb,

    /// <summary>Right back: from 12000.</summary>
    BeRightBack,

    /// <summary>Away: from 15000.</summary>
    Away,

    /// <summary>Offline: from 18000.</summary>
    Offline,
}
