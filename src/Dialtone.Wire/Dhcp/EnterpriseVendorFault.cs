namespace Dialtone.Wire.Dhcp;

/// <summary>Why option 125 is not one of RFC 3925.</summary>
public enum EnterpriseVendorFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The option has no byte.</summary>
    Empty,

    /// <summary>The value ends within an enterprise number or before its length.</summary>
    HeadCutShort,

    /// <summary>A vendor's data run past the end.</summary>
    DataPastEnd,

    /// <summary>More than <see cref="DhcpLimits.EnterprisesMax"/> vendors.</summary>
    TooManyEnterprises,
}

/// <summary>What is wrong with option 125, and where.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Offset">The byte of the option's value at which it was noticed.</param>
public readonly record struct EnterpriseVendorFault(EnterpriseVendorFaultKind Kind, int Offset);
