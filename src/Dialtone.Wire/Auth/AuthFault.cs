namespace Dialtone.Wire.Auth;

/// <summary>Why an authentication header could not be read.</summary>
public enum AuthFaultKind : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>A scheme that this reader is not for, or none: not broken.</summary>
    OtherScheme,

    /// <summary>The text does not follow the grammar of RFC 3261 section 25.1.</summary>
    Malformed,

    /// <summary>A quoted string has no end.</summary>
    UnterminatedString,

    /// <summary>A value is not UTF-8.</summary>
    NotUtf8,

    /// <summary>A parameter that may occur once occurs twice: two readers might each believe another one.</summary>
    DuplicateParameter,

    /// <summary>A required parameter is missing; the fault names it.</summary>
    MissingParameter,

    /// <summary>A parameter's value is not one that it may have; the fault names it.</summary>
    InvalidValue,

    /// <summary>The header value is longer than its reader allows.</summary>
    HeaderTooLong,

    /// <summary>More parameters than 32.</summary>
    TooManyParameters,

    /// <summary>A parameter's value is longer than its reader allows.</summary>
    ValueTooLong,
}

/// <summary>What was wrong with an authentication header, and where.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Offset">The byte of the header value where it was seen.</param>
/// <param name="Parameter">The parameter concerned, in lower case; empty where none is.</param>
public readonly record struct AuthFault(AuthFaultKind Kind, int Offset, string Parameter)
{
    /// <summary>Nothing is wrong.</summary>
    public static AuthFault None { get; } = new(AuthFaultKind.None, 0, "");
}
