namespace Dialtone.Wire.Provisioning;

/// <summary>Whether media is to be encrypted: <c>ucPC2PCAVEncryption</c>.</summary>
public enum MediaEncryption : byte
{
    /// <summary>It must be; also what any unknown word means.</summary>
    Required,

    /// <summary>Where the other side can.</summary>
    Supported,

    /// <summary>It must not be.</summary>
    NotSupported,
}
