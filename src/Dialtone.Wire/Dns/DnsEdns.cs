namespace Dialtone.Wire.Dns;

/// <summary>
/// What an OPT record adds to the header (RFC 6891 section 6.1), except the upper bits of the response code.
/// </summary>
/// <param name="UdpBytes">The largest UDP message that the sender can take, in bytes; values below 512 mean
/// 512.</param>
/// <param name="Version">The version; 0 is the only one there is.</param>
/// <param name="DnssecOk">Whether DNSSEC records are wanted (RFC 3225).</param>
public sealed record DnsEdns(ushort UdpBytes, byte Version = 0, bool DnssecOk = false)
{
    /// <summary>The options as bytes: none is used here.</summary>
    public ReadOnlyMemory<byte> Options { get; init; }

    /// <summary>
    /// The largest UDP message that the sender can take, in bytes, the floor of RFC 6891 section 6.2.3 applied.
    /// </summary>
    public int UdpBytesUsable => Math.Max((int)UdpBytes, DnsLimits.PlainUdpBytesMax);

    /// <summary>Whether all fields and the bytes of the options are the same.</summary>
    public bool Equals(DnsEdns? other) =>
        other is not null && (UdpBytes, Version, DnssecOk) == (other.UdpBytes, other.Version, other.DnssecOk)
        && other.Options.Span.SequenceEqual(Options.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UdpBytes, Version, DnssecOk, Options.Length);
}
