namespace Dialtone.Wire.Presence;

/// <summary>Who made a state: its <c>xsi:type</c>.</summary>
public enum StateKind : byte
{
    /// <summary>None of those named here.</summary>
    Unknown,

    /// <summary>What the user chose.</summary>
    User,

    /// <summary>What an endpoint sees.</summary>
    Machine,

    /// <summary>What the calendar has.</summary>
    Calendar,

    /// <summary>A call.</summary>
    Phone,

    /// <summary>What the server makes of those of all endpoints' machines.</summary>
    AggregateMachine,

    /// <summary>What the server makes of everything, and others see.</summary>
    Aggregate,
}
