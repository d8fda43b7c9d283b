using Dialtone.Core.Time;

namespace Dialtone.Lab.Scenarios;

/// <summary>What the simulation watches for: the safety properties, and that devices sign in again.</summary>
public enum SimulationCheck : byte
{
    /// <summary>Attempts follow the plan, and the plan the documented order.</summary>
    Order,

    /// <summary>Memory changes only after a registration; a power cut leaves the old or the new.</summary>
    Memory,

    /// <summary>
    /// Remembered addresses are used in the Remembered cycle alone, which begins only when nothing else is found.
    /// </summary>
    Remembered,

    /// <summary>A failed Known attempt is followed by discovery.</summary>
    Known,

    /// <summary>Nothing goes over TLS before its certificate is good, and a password goes nowhere.</summary>
    Secrecy,

    /// <summary>A device that is switched on has a deadline.</summary>
    Deadline,

    /// <summary>Requests that are out, sequence numbers, one registration at a time.</summary>
    Bounds,

    /// <summary>Who believes to be signed in has a binding.</summary>
    Binding,

    /// <summary>What could not be read is written down, with its place.</summary>
    Evidence,

    /// <summary>After the trouble every device signs in.</summary>
    Liveness,

    /// <summary>After the trouble nobody stays at a backup.</summary>
    Home,

    /// <summary>After the trouble who follows the contact list has it.</summary>
    Contacts,

    /// <summary>The code itself fails: an exception, or a node that turns in a circle.</summary>
    Defect,
}

/// <summary>A property that did not hold.</summary>
/// <param name="Seed">In which run.</param>
/// <param name="At">When.</param>
/// <param name="Device">Which device; empty where it is none's.</param>
/// <param name="Check">Which property.</param>
/// <param name="What">How it showed.</param>
public sealed record SimulationFinding(ulong Seed, Instant At, string Device, SimulationCheck Check, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"seed {Seed} {At} {Device} {Check}: {What}";
}
