namespace Dialtone.Wire.Mras;

/// <summary>On which side of the Edge somebody is.</summary>
public enum MrasLocation : byte
{
    /// <summary>Inside.</summary>
    Intranet,

    /// <summary>Outside.</summary>
    Internet,
}
