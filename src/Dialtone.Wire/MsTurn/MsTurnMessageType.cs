namespace Dialtone.Wire.MsTurn;

/// <summary>What a message is (MS-TURN section 2.2.1). Types without a name here are kept as numbers.</summary>
public enum MsTurnMessageType : ushort
{
    /// <summary>Allocate an address, keep it, or free it.</summary>
    AllocateRequest = 0x0003,

    /// <summary>The allocation stands.</summary>
    AllocateResponse = 0x0103,

    /// <summary>There is no allocation.</summary>
    AllocateError = 0x0113,

    /// <summary>Send data; nobody answers.</summary>
    SendRequest = 0x0004,

    /// <summary>Data of a peer.</summary>
    DataIndication = 0x0115,

    /// <summary>Name the one peer whose data comes without a header.</summary>
    SetActiveDestinationRequest = 0x0006,

    /// <summary>That peer is set.</summary>
    SetActiveDestinationResponse = 0x0106,

    /// <summary>That peer is not set.</summary>
    SetActiveDestinationError = 0x0116,
}
