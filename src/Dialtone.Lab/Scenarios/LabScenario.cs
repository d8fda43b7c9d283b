using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Lab.Faults;

namespace Dialtone.Lab.Scenarios;

/// <summary>A fault that is switched in the course of a scenario.</summary>
/// <param name="At">When, from the start of the lab.</param>
/// <param name="Fault">The fault.</param>
/// <param name="On">On or off.</param>
public sealed record LabScenarioEvent(TimeSpan At, LabFault Fault, bool On);

/// <summary>What is wrong with a scenario's text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Field">The field: <c>users[1].home</c>; empty where it is the text as a whole.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record LabScenarioFault(int Line, string Field, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? $"line {Line}: {What}" : $"line {Line}, {Field}: {What}";
}

/// <summary>
/// What a lab is built of and what breaks in it when, read from a small JSON text (RFC 8259). Whatever a field leaves
/// out is as in the deployment that the scenario is read for.
/// </summary>
/// <param name="Description">What it shows, for people; may be empty.</param>
/// <param name="Deployment">What is built.</param>
/// <param name="Events">What breaks and mends, in the order of time.</param>
public sealed record LabScenario(
    string Description, Deployment Deployment, ImmutableArray<LabScenarioEvent> Events)
{
    /// <summary>The longest text, in bytes.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>The most users.</summary>
    public const int UsersMax = 1000;

    /// <summary>The most events.</summary>
    public const int EventsMax = 1000;

    /// <summary>The longest phone number, extension and PIN, in digits.</summary>
    public const int DigitsMax = 24;

    /// <summary>The longest description, name and password, in characters.</summary>
    public const int TextMax = 500;

    /// <summary>The longest time that a scenario speaks of.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromDays(1);

    /// <summary>
    /// What a synthetic transaction must find; <c>null</c> where the scenario is not about that.
    /// </summary>
    public LabExpectation? Expect { get; init; }

    /// <summary>What is broken from the start: the faults that are on at the time 0.</summary>
    public ImmutableArray<string> Faults =>
        [.. Events.Where(one => one is { On: true } && one.At == TimeSpan.Zero).Select(one => one.Fault.Name)];

    /// <summary>What breaks and mends later.</summary>
    public ImmutableArray<LabScenarioEvent> Later => [.. Events.Where(one => one.At > TimeSpan.Zero)];

    /// <summary>Reads a scenario.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="basis">What is built where the text says nothing else.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="fault">What is wrong with the text.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8, Deployment basis, [NotNullWhen(true)] out LabScenario? scenario,
        [NotNullWhen(false)] out LabScenarioFault? fault)
    {
        ArgumentNullException.ThrowIfNull(basis);
        if (utf8.Length > BytesMax)
        {
            (scenario, fault) = (null, new(1, "", $"A scenario has at most {BytesMax} bytes."));
            return false;
        }

        var reader = new LabScenarioReader(utf8, basis);
        scenario = reader.Read();
        fault = reader.Fault;
        return scenario is not null;
    }
}
