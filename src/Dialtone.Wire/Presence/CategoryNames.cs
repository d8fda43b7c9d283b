namespace Dialtone.Wire.Presence;

/// <summary>Categories of publications that are read here.</summary>
public static class CategoryNames
{
    /// <summary>Whether and how the user can be reached.</summary>
    public const string State = "state";

    /// <summary>What the user says of it.</summary>
    public const string Note = "note";

    /// <summary>Name and mail address.</summary>
    public const string ContactCard = "contactCard";

    /// <summary>The lines of the user.</summary>
    public const string UserProperties = "userProperties";

    /// <summary>A device and what it can do.</summary>
    public const string Device = "device";

    /// <summary>Free and busy times.</summary>
    public const string CalendarData = "calendarData";
}
