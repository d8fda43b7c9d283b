namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>How NTLM is spoken.</summary>
public enum NtlmForm : byte
{
    /// <summary>In SIP (MS-SIPAE): two messages, of which the server sends the first; messages are signed.</summary>
    Connectionless,

    /// <summary>In HTTP (RFC 4559, MS-NTHT): three messages on one connection; nothing is signed.</summary>
    Connection,
}
