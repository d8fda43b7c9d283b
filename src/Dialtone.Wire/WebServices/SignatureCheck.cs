namespace Dialtone.Wire.WebServices;

/// <summary>What became of the check of a message's signature.</summary>
public enum SignatureCheck : byte
{
    /// <summary>It was made with the key of the ticket.</summary>
    Good,

    /// <summary>There is none.</summary>
    NotSigned,

    /// <summary>It is made by another algorithm than HMAC-SHA1.</summary>
    OtherAlgorithm,

    /// <summary>It names another ticket than the one in the message.</summary>
    OtherTicket,

    /// <summary>The digest is not that of the time stamp.</summary>
    WrongDigest,

    /// <summary>The signature was not made with this key.</summary>
    WrongSignature,
}
