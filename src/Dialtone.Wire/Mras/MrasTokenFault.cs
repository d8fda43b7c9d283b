namespace Dialtone.Wire.Mras;

/// <summary>What a relay finds in a token.</summary>
public enum MrasTokenFault : byte
{
    /// <summary>Nothing wrong.</summary>
    None,

    /// <summary>Not the length of any version, or not the version of its length.</summary>
    Malformed,

    /// <summary>Not made with the relay's key: changed, or of a service that has another one.</summary>
    WrongKey,
}
