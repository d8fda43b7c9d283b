using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>The options that have a name here (RFC 2132, RFC 3361); any other code is as good.</summary>
public enum DhcpOptionCode : byte
{
    /// <summary>A byte of padding, without length or value.</summary>
    Pad = 0,

    /// <summary>Addresses of routers.</summary>
    Router = 3,

    /// <summary>Addresses of DNS servers.</summary>
    DomainNameServer = 6,

    /// <summary>The client's host name.</summary>
    HostName = 12,

    /// <summary>The DNS domain.</summary>
    DomainName = 15,

    /// <summary>Addresses of NTP servers.</summary>
    NtpServers = 42,

    /// <summary>Vendor-specific information, whose meaning the vendor class decides.</summary>
    VendorSpecific = 43,

    /// <summary>The lease time, which an answer to DHCPINFORM must not have.</summary>
    LeaseTime = 51,

    /// <summary>Says that <c>file</c>, <c>sname</c> or both hold options. The codec reads it and drops it.</summary>
    Overload = 52,

    /// <summary>The kind of message.</summary>
    MessageType = 53,

    /// <summary>The address by which a server is known.</summary>
    ServerIdentifier = 54,

    /// <summary>The options that the client asks for.</summary>
    ParameterRequest = 55,

    /// <summary>The longest message that the client takes.</summary>
    MaximumMessageSize = 57,

    /// <summary>The client's vendor class.</summary>
    VendorClass = 60,

    /// <summary>The client's identifier.</summary>
    ClientIdentifier = 61,

    /// <summary>SIP servers (RFC 3361).</summary>
    SipServers = 120,

    /// <summary>Vendor-specific information of vendors that are named by a number (RFC 3925).</summary>
    EnterpriseVendorSpecific = 125,

    /// <summary>Closes a field of options, without length or value.</summary>
    End = 255,
}

/// <summary>The kind of a DHCP message (RFC 2132 section 9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>No option 53: a BOOTP message.</summary>
    None = 0,

    /// <summary>DHCPDISCOVER.</summary>
    Discover = 1,

    /// <summary>DHCPOFFER.</summary>
    Offer = 2,

    /// <summary>DHCPREQUEST.</summary>
    Request = 3,

    /// <summary>DHCPDECLINE.</summary>
    Decline = 4,

    /// <summary>DHCPACK.</summary>
    Ack = 5,

    /// <summary>DHCPNAK.</summary>
    Nak = 6,

    /// <summary>DHCPRELEASE.</summary>
    Release = 7,

    /// <summary>DHCPINFORM.</summary>
    Inform = 8,
}

/// <summary>
/// One option with its whole value: put together if it came in pieces, split when written if it is long (RFC 3396).
/// </summary>
public readonly record struct DhcpOption
{
    /// <summary>An option to send.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="code"/> is pad, end or overload, which are framing and written by <see cref="DhcpMessage"/>.
    /// </exception>
    public DhcpOption(DhcpOptionCode code, ReadOnlyMemory<byte> value)
    {
        if (code is DhcpOptionCode.Pad or DhcpOptionCode.End or DhcpOptionCode.Overload)
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "Pad, end and overload have no value.");
        }

        Code = code;
        Value = value;
    }

    /// <summary>The code.</summary>
    public DhcpOptionCode Code { get; }

    /// <summary>The value, without code and length.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Option 53.</summary>
    public static DhcpOption MessageType(DhcpMessageType type) => new(DhcpOptionCode.MessageType, new[] { (byte)type });

    /// <summary>Option 54.</summary>
    /// <exception cref="ArgumentException"><paramref name="server"/> is not IPv4.</exception>
    public static DhcpOption ServerIdentifier(IpAddress server)
    {
        var value = new byte[4];
        DhcpMessage.WriteV4(server, value);
        return new(DhcpOptionCode.ServerIdentifier, value);
    }

    /// <summary>Option 55, in the order of preference.</summary>
    public static DhcpOption ParameterRequest(params ReadOnlySpan<DhcpOptionCode> codes)
    {
        var value = new byte[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            value[i] = (byte)codes[i];
        }

        return new(DhcpOptionCode.ParameterRequest, value);
    }

    /// <summary>Option 60.</summary>
    public static DhcpOption VendorClass(string name) => new(DhcpOptionCode.VendorClass, Encoding.ASCII.GetBytes(name));

    /// <summary>Option 61 out of the hardware address (RFC 2132 section 9.14).</summary>
    public static DhcpOption ClientIdentifier(HardwareAddress address)
    {
        var value = new byte[1 + address.Length];
        value[0] = address.Type;
        address.Write(value.AsSpan(1));
        return new(DhcpOptionCode.ClientIdentifier, value);
    }
}
