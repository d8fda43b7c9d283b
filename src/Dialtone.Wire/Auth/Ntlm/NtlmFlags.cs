namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>What the ends of NTLM agree on (MS-NLMP section 2.2.2.5); those without a name here are kept.</summary>
[Flags]
public enum NtlmFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Texts are UTF-16.</summary>
    Unicode = 0x0000_0001,

    /// <summary>Texts may be of the machine's code page.</summary>
    Oem = 0x0000_0002,

    /// <summary>The name of the server's domain is asked for.</summary>
    RequestTarget = 0x0000_0004,

    /// <summary>Messages are signed.</summary>
    Sign = 0x0000_0010,

    /// <summary>The connectionless form: the server begins, and each message is keyed anew.</summary>
    Datagram = 0x0000_0040,

    /// <summary>NTLM at all.</summary>
    Ntlm = 0x0000_0200,

    /// <summary>Signatures are there even where <see cref="Sign"/> is not agreed on.</summary>
    AlwaysSign = 0x0000_8000,

    /// <summary>The target name is a domain's.</summary>
    TargetTypeDomain = 0x0001_0000,

    /// <summary>Extended session security: signatures by HMAC-MD5 with keys of each direction.</summary>
    ExtendedSessionSecurity = 0x0008_0000,

    /// <summary>The server may learn who it is, and not act in that name.</summary>
    Identify = 0x0010_0000,

    /// <summary>The challenge describes the server in <see cref="NtlmTarget"/>.</summary>
    TargetInfo = 0x0080_0000,

    /// <summary>The version of the sender is there.</summary>
    Version = 0x0200_0000,

    /// <summary>Keys of 128 bits.</summary>
    Key128 = 0x2000_0000,

    /// <summary>The client chooses the session key.</summary>
    KeyExchange = 0x4000_0000,

    /// <summary>Keys of 56 bits, where not of 128.</summary>
    Key56 = 0x8000_0000,
}
