namespace Dialtone.Wire.Auth.Signatures;

/// <summary>An end of a security association: each has keys, random texts and numbers of its own.</summary>
public enum SipSide : byte
{
    /// <summary>The one that proves a user: Authorization, crand, cnum, response.</summary>
    Client,

    /// <summary>The one that is proved to: Authentication-Info, srand, snum, rspauth.</summary>
    Server,
}
