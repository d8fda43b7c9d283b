namespace Dialtone.Wire.Dns;

/// <summary>
/// The type of a record, or of the records asked for. Any other number is carried as it is; its records are
/// <see cref="DnsData.Unknown"/>.
/// </summary>
public enum DnsType : ushort
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>An IPv4 address (RFC 1035 section 3.4.1).</summary>
    A = 1,

    /// <summary>
    /// A name server (RFC 1035 section 3.3.11): its data is kept as bytes, its presence shows a referral.
    /// </summary>
    Ns = 2,

    /// <summary>The canonical name of an alias (RFC 1035 section 3.3.1).</summary>
    Cname = 5,

    /// <summary>The start of a zone of authority (RFC 1035 section 3.3.13).</summary>
    Soa = 6,

    /// <summary>An IPv6 address (RFC 3596).</summary>
    Aaaa = 28,

    /// <summary>Where a service is (RFC 2782).</summary>
    Srv = 33,

    /// <summary>A rule to rewrite a name (RFC 3403); RFC 3263 chooses a SIP transport with it.</summary>
    Naptr = 35,

    /// <summary>EDNS0 (RFC 6891): not data but a supplement to the header.</summary>
    Opt = 41,

    /// <summary>As a question: whatever there is.</summary>
    Any = 255,
}

/// <summary>The class of a record or question.</summary>
public enum DnsClass : ushort
{
    /// <summary>No class.</summary>
    None = 0,

    /// <summary>The Internet: the only one whose data is read as more than bytes.</summary>
    Internet = 1,
}

/// <summary>The kind of request (RFC 1035 section 4.1.1).</summary>
public enum DnsOpcode : byte
{
    /// <summary>A standard query.</summary>
    Query = 0,
}

/// <summary>
/// What a server says of a question: four bits in the header, twelve with EDNS0 (RFC 6891 section 6.1.3).
/// </summary>
public enum DnsResponseCode : ushort
{
    /// <summary>No error.</summary>
    NoError = 0,

    /// <summary>The server could not interpret the question; an old one says so of EDNS0.</summary>
    FormatError = 1,

    /// <summary>The server failed (SERVFAIL).</summary>
    ServerFailure = 2,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NoSuchName = 3,

    /// <summary>The server does not support the request.</summary>
    NotImplemented = 4,

    /// <summary>The server will not answer this asker or this name.</summary>
    Refused = 5,

    /// <summary>The server does not support the version of EDNS (RFC 6891 section 9).</summary>
    BadVersion = 16,
}
