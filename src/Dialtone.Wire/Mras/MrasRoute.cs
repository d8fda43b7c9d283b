namespace Dialtone.Wire.Mras;

/// <summary>How the relays of the answer are to be named.</summary>
public enum MrasRoute : byte
{
    /// <summary>By host name; also where nothing is said.</summary>
    LoadBalanced,

    /// <summary>By the address of one.</summary>
    DirectIp,
}
