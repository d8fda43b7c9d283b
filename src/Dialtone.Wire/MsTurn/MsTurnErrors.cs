namespace Dialtone.Wire.MsTurn;

/// <summary>
/// The error codes of an A/V Edge Server and the reasons that go with them (MS-TURN section 2.2.2.9).
/// </summary>
public static class MsTurnErrors
{
    /// <summary>The reason of a code; empty for codes that are not of this dialect.</summary>
    public static string ReasonOf(int code) => code switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        420 => "Unknown Attribute",
        430 => "Stale Credentials",
        431 => "Integrity Check Failure",
        432 => "Missing Username",
        433 => "Use TLS",
        434 => "Missing Realm",
        435 => "Missing Nonce",
        436 => "Unknown Username",
        437 => "No Binding",
        438 => "Stale Nonce",
        439 => "Transitioning",
        440 => "No Destination",
        441 => "Wrong Username",
        500 => "Server Error",
        600 => "Global Failure",
        _ => "",
    };
}
