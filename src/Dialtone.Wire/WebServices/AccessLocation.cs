namespace Dialtone.Wire.WebServices;

/// <summary>From where the server takes a client to come (MS-OCDISCWS section 2.2).</summary>
public enum AccessLocation : byte
{
    /// <summary>It does not say.</summary>
    Unknown,

    /// <summary>From inside.</summary>
    Internal,

    /// <summary>From outside.</summary>
    External,
}
