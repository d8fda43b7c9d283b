namespace Dialtone.Wire.Auth.Digest;

/// <summary>
/// The most that a peer may make us read in one authentication header. One past any of them is a fault.
/// </summary>
public static class DigestLimits
{
    /// <summary>
    /// Bytes of one header value: a nonce that carries a signed ticket is some hundreds of bytes long.
    /// </summary>
    public const int HeaderBytesMax = 8192;

    /// <summary>Parameters in one header; the specifications define fourteen.</summary>
    public const int ParametersMax = AuthParameterReader.ParametersMax;

    /// <summary>Bytes of one parameter's value, before its escapes are undone.</summary>
    public const int ValueBytesMax = 2048;
}
