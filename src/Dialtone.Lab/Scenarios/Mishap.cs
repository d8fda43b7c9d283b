using Dialtone.Core.Time;

namespace Dialtone.Lab.Scenarios;

/// <summary>A device's date that is set, right or wrong.</summary>
/// <param name="Device">Which device, from 0.</param>
/// <param name="At">When.</param>
/// <param name="Error">How far it is off from then on.</param>
public sealed record ClockStep(int Device, Instant At, TimeSpan Error);

/// <summary>What may befall a device.</summary>
public enum MishapKind : byte
{
    /// <summary>Its power is cut, and comes back.</summary>
    PowerCut,

    /// <summary>Its person signs out, and later switches it off and on.</summary>
    SignOut,

    /// <summary>Its network changes.</summary>
    NetworkChange,

    /// <summary>Its power is cut in the midst of the next thing it does, some of which is done and some not.</summary>
    PowerCutWhileDoing,

    /// <summary>Its power is cut while its memory is being stored the next time.</summary>
    PowerCutWhileSaving,
}

/// <summary>Something that befalls a device.</summary>
/// <param name="Device">Which, from 0.</param>
/// <param name="At">When, or from when on.</param>
/// <param name="Kind">What.</param>
/// <param name="Back">When it is switched on again; not used where only its network changes.</param>
public sealed record Mishap(int Device, Instant At, MishapKind Kind, Instant Back);
