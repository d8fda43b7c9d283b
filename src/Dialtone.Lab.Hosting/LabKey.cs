namespace Dialtone.Lab.Hosting;

/// <summary>The kind of key that the lab's certificates have.</summary>
public enum LabKey : byte
{
    /// <summary>ECDSA on the curve P-256: made at once.</summary>
    EcdsaP256,

    /// <summary>RSA of 2048 bits, which the oldest devices want; making one takes up to a second.</summary>
    Rsa2048,
}
