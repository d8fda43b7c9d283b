namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// The most that a peer may make us read in one header of the signing schemes. One past any of them is a fault.
/// </summary>
public static class SipAuthLimits
{
    /// <summary>Bytes of one header value: what a line of SIP may have.</summary>
    public const int HeaderBytesMax = 66_000;

    /// <summary>
    /// Bytes of one parameter's value: the base64 of a Kerberos ticket of 48,000 bytes, the largest that Windows makes.
    /// </summary>
    public const int ValueBytesMax = 64_000;

    /// <summary>Parameters in one header; the specification defines eleven.</summary>
    public const int ParametersMax = AuthParameterReader.ParametersMax;
}
