namespace Dialtone.Core.Exchange.Relays;

/// <summary>What a Media Relay speaks.</summary>
public enum RelayDialect : byte
{
    /// <summary>That of an A/V Edge Server: MS-TURN.</summary>
    AvEdge,

    /// <summary>TURN of RFC 8656.</summary>
    Standard,
}
