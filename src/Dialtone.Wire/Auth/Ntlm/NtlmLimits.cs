namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>The most that a peer may make us read of NTLM. One past any of them is a fault.</summary>
public static class NtlmLimits
{
    /// <summary>Bytes of one message: names and target information are some hundred.</summary>
    public const int MessageBytesMax = 8192;

    /// <summary>Pairs of the target information; the specification defines eleven.</summary>
    public const int PairsMax = 32;
}
