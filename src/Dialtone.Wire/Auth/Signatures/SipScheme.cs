namespace Dialtone.Wire.Auth.Signatures;

/// <summary>A scheme by which a user is proved in SIP.</summary>
public enum SipScheme : byte
{
    /// <summary>Digest (RFC 7616, RFC 8760): proves each request, signs nothing.</summary>
    Digest,

    /// <summary>NTLM in its connectionless form (MS-SIPAE, MS-NLMP).</summary>
    Ntlm,

    /// <summary>Kerberos (MS-SIPAE, RFC 4121).</summary>
    Kerberos,

    /// <summary>A client certificate (MS-SIPAE, TLS-DSK).</summary>
    TlsDsk,
}
