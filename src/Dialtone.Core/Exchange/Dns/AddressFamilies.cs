namespace Dialtone.Core.Exchange.Dns;

/// <summary>Which addresses a device can use, and which it tries first.</summary>
public enum AddressFamilies : byte
{
    /// <summary>Both, IPv6 first, as RFC 6724 prefers.</summary>
    V6First,

    /// <summary>Both, IPv4 first.</summary>
    V4First,

    /// <summary>IPv4 only: AAAA is not asked for.</summary>
    V4Only,

    /// <summary>IPv6 only: A is not asked for.</summary>
    V6Only,
}
