namespace Dialtone.Wire.Dhcp;

/// <summary>Why option 43 does not give a phone its voice VLAN.</summary>
public enum VoiceVlanFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The option has no byte.</summary>
    Empty,

    /// <summary>A sub-option's length is missing, or its value runs past the end.</summary>
    SubOptionPastEnd,

    /// <summary>More than <see cref="DhcpLimits.VendorSubOptionsMax"/> sub-options.</summary>
    TooManySubOptions,

    /// <summary>There is no sub-option 10.</summary>
    SubOptionMissing,

    /// <summary>Its value has neither 1, 2 nor 4 bytes.</summary>
    WrongWidth,

    /// <summary>The number is not from 1 to <see cref="VoiceVlanOption.IdMax"/>.</summary>
    OutOfRange,
}

/// <summary>What is wrong with the voice VLAN in option 43, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the option's value at which it was noticed.</param>
public readonly record struct VoiceVlanFault(VoiceVlanFaultKind Kind, int Offset);
