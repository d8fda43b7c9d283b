namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>What a server finds in the answer to its challenge.</summary>
public enum NtlmVerdict : byte
{
    /// <summary>It proves the user.</summary>
    Proved,

    /// <summary>It was made with another secret, for another challenge, or was changed.</summary>
    NotProved,

    /// <summary>It is of version 1, which proves too little, or of none: an anonymous user.</summary>
    NotVersion2,

    /// <summary>It leaves out what messages are signed with.</summary>
    TooWeak,

    /// <summary>It says that it has a MIC, which is not there or not right: a message was changed.</summary>
    WrongMic,
}
