namespace Dialtone.Wire.Stun;

/// <summary>The attributes that have a name here (RFC 8489 section 18.3, RFC 8656 section 18).</summary>
public enum StunAttributeType : ushort
{
    /// <summary>MAPPED-ADDRESS.</summary>
    MappedAddress = 0x0001,

    /// <summary>USERNAME.</summary>
    Username = 0x0006,

    /// <summary>MESSAGE-INTEGRITY.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>ERROR-CODE.</summary>
    ErrorCode = 0x0009,

    /// <summary>UNKNOWN-ATTRIBUTES.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>CHANNEL-NUMBER.</summary>
    ChannelNumber = 0x000C,

    /// <summary>LIFETIME, in seconds.</summary>
    Lifetime = 0x000D,

    /// <summary>XOR-PEER-ADDRESS.</summary>
    XorPeerAddress = 0x0012,

    /// <summary>DATA.</summary>
    Data = 0x0013,

    /// <summary>REALM.</summary>
    Realm = 0x0014,

    /// <summary>NONCE.</summary>
    Nonce = 0x0015,

    /// <summary>XOR-RELAYED-ADDRESS.</summary>
    XorRelayedAddress = 0x0016,

    /// <summary>REQUESTED-ADDRESS-FAMILY.</summary>
    RequestedAddressFamily = 0x0017,

    /// <summary>EVEN-PORT.</summary>
    EvenPort = 0x0018,

    /// <summary>REQUESTED-TRANSPORT.</summary>
    RequestedTransport = 0x0019,

    /// <summary>MESSAGE-INTEGRITY-SHA256.</summary>
    MessageIntegritySha256 = 0x001C,

    /// <summary>XOR-MAPPED-ADDRESS.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>SOFTWARE.</summary>
    Software = 0x8022,

    /// <summary>ALTERNATE-SERVER.</summary>
    AlternateServer = 0x8023,

    /// <summary>FINGERPRINT.</summary>
    Fingerprint = 0x8028,
}
