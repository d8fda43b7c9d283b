namespace Dialtone.Core.SignIn;

/// <summary>What is wrong with the signature of a server's message (MS-SIPAE section 3.1).</summary>
public enum SignatureFault : byte
{
    /// <summary>There is none where there must be one.</summary>
    Missing,

    /// <summary>It cannot be read.</summary>
    Malformed,

    /// <summary>It is not of this message, or not made with the key of this association.</summary>
    Wrong,

    /// <summary>It names another scheme, realm or target than was agreed on.</summary>
    OtherAssociation,

    /// <summary>Its number was there before, or is older than is looked back to.</summary>
    Replayed,
}
