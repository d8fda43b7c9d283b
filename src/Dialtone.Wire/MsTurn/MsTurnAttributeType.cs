namespace Dialtone.Wire.MsTurn;

/// <summary>
/// The attributes that have a name here (MS-TURN section 2.2.2). REALM and NONCE have each other's number of RFC 8656.
/// </summary>
public enum MsTurnAttributeType : ushort
{
    /// <summary>The address at the relay.</summary>
    MappedAddress = 0x0001,

    /// <summary>The token, as bytes.</summary>
    Username = 0x0006,

    /// <summary>HMAC-SHA1 over what stands before it; the last attribute.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>Why not.</summary>
    ErrorCode = 0x0009,

    /// <summary>Attributes that were not understood.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>For how long, in seconds; 0 frees the allocation.</summary>
    Lifetime = 0x000D,

    /// <summary>Another relay to use.</summary>
    AlternateServer = 0x000E,

    /// <summary>What tells these messages from others: always the first attribute.</summary>
    MagicCookie = 0x000F,

    /// <summary>How much, in kilobits a second.</summary>
    Bandwidth = 0x0010,

    /// <summary>Where data is to go.</summary>
    DestinationAddress = 0x0011,

    /// <summary>Where data came from.</summary>
    RemoteAddress = 0x0012,

    /// <summary>The data.</summary>
    Data = 0x0013,

    /// <summary>What the next request repeats.</summary>
    Nonce = 0x0014,

    /// <summary>For what the credentials are.</summary>
    Realm = 0x0015,

    /// <summary>The version of the dialect.</summary>
    MsVersion = 0x8008,

    /// <summary>The address that the relay saw.</summary>
    XorMappedAddress = 0x8020,

    /// <summary>20 bytes that name the connection and a number that rises with every message.</summary>
    MsSequenceNumber = 0x8050,

    /// <summary>For which kind of media.</summary>
    MsServiceQuality = 0x8055,
}
