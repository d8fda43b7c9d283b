namespace Dialtone.Wire.Presence;

/// <summary>Why a body is not what it should be in parts.</summary>
public enum MultipartFaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Content-Type names no boundary that could be one (RFC 2046 section 5.1.1).</summary>
    Boundary,

    /// <summary>The boundary is nowhere.</summary>
    NoPart,

    /// <summary>The body ends in the middle of a part.</summary>
    NotEnded,

    /// <summary>More parts than <see cref="PresenceLimits.PartsMax"/>.</summary>
    TooManyParts,

    /// <summary>
    /// Headers of a part that end nowhere, or are longer than <see cref="PresenceLimits.PartHeaderBytesMax"/>.
    /// </summary>
    PartHeaders,
}
