namespace Dialtone.Wire.MsTurn;

/// <summary>What the first bytes of a stream are.</summary>
public enum PseudoTlsMatch : byte
{
    /// <summary>The beginning of a hello, as far as it goes.</summary>
    Incomplete,

    /// <summary>A hello, and perhaps more.</summary>
    Whole,

    /// <summary>Something else.</summary>
    Other,
}
