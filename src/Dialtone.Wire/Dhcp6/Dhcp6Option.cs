using System.Buffers.Binary;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp6;

/// <summary>The options that have a name here (RFC 8415 section 21, RFC 3319); any other code is as good.</summary>
public enum Dhcp6OptionCode : ushort
{
    /// <summary>The client's DUID.</summary>
    ClientIdentifier = 1,

    /// <summary>The server's DUID.</summary>
    ServerIdentifier = 2,

    /// <summary>The options that the client asks for.</summary>
    OptionRequest = 6,

    /// <summary>How preferred the server is, 0 to 255.</summary>
    Preference = 7,

    /// <summary>For how long the client has been trying.</summary>
    ElapsedTime = 8,

    /// <summary>The server may be asked by its own address.</summary>
    ServerUnicast = 12,

    /// <summary>How it went.</summary>
    StatusCode = 13,

    /// <summary>Names of SIP servers (RFC 3319 section 3.1).</summary>
    SipServerNames = 21,

    /// <summary>Addresses of SIP servers (RFC 3319 section 3.2).</summary>
    SipServerAddresses = 22,

    /// <summary>Addresses of DNS servers (RFC 3646 section 3).</summary>
    DnsServers = 23,

    /// <summary>After how long to ask again (RFC 8415 section 21.23).</summary>
    InformationRefreshTime = 32,

    /// <summary>
    /// The longest time between two INFORMATION-REQUEST that nobody answers (RFC 8415 section 21.25).
    /// </summary>
    InformationMaxRetransmission = 83,
}

/// <summary>How it went (RFC 8415 section 21.13).</summary>
public enum Dhcp6StatusCode : ushort
{
    /// <summary>Well; also where there is no option 13.</summary>
    Success = 0,

    /// <summary>Badly, without a reason.</summary>
    UnspecifiedFailure = 1,

    /// <summary>There is no address to give.</summary>
    NoAddressesAvailable = 2,

    /// <summary>The client has nothing here.</summary>
    NoBinding = 3,

    /// <summary>The client's addresses are not of its link.</summary>
    NotOnLink = 4,

    /// <summary>The server is to be asked by multicast.</summary>
    UseMulticast = 5,

    /// <summary>There is no prefix to give.</summary>
    NoPrefixAvailable = 6,
}

/// <summary>
/// One option. A code may come several times, and each is an option of its own (RFC 8415 section 21.1).
/// </summary>
public readonly record struct Dhcp6Option
{
    /// <summary>An option to send.</summary>
    /// <exception cref="ArgumentException">The value is longer than its length can say, 65,535 bytes.</exception>
    public Dhcp6Option(Dhcp6OptionCode code, ReadOnlyMemory<byte> value)
    {
        if (value.Length > ushort.MaxValue)
        {
            throw new ArgumentException("An option has at most 65,535 bytes.", nameof(value));
        }

        Code = code;
        Value = value;
    }

    /// <summary>The code.</summary>
    public Dhcp6OptionCode Code { get; }

    /// <summary>The value, without code and length.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Option 1.</summary>
    public static Dhcp6Option ClientIdentifier(Duid client) =>
        new(Dhcp6OptionCode.ClientIdentifier, client.Bytes.ToArray());

    /// <summary>Option 2.</summary>
    public static Dhcp6Option ServerIdentifier(Duid server) =>
        new(Dhcp6OptionCode.ServerIdentifier, server.Bytes.ToArray());

    /// <summary>Option 6, in the order of preference.</summary>
    public static Dhcp6Option OptionRequest(params ReadOnlySpan<Dhcp6OptionCode> codes)
    {
        var value = new byte[2 * codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(2 * i), (ushort)codes[i]);
        }

        return new(Dhcp6OptionCode.OptionRequest, value);
    }

    /// <summary>Option 8, in hundredths of a second; what is too long for it is written as the longest.</summary>
    public static Dhcp6Option ElapsedTime(TimeSpan elapsed)
    {
        var value = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(
            value, (ushort)Math.Clamp(elapsed.TotalMilliseconds / 10, 0, ushort.MaxValue));
        return new(Dhcp6OptionCode.ElapsedTime, value);
    }

    /// <summary>Option 13.</summary>
    /// <param name="code">How it went.</param>
    /// <param name="message">The same for people.</param>
    public static Dhcp6Option StatusCode(Dhcp6StatusCode code, string message = "")
    {
        var value = new byte[2 + Encoding.UTF8.GetByteCount(message)];
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)code);
        _ = Encoding.UTF8.GetBytes(message, value.AsSpan(2));
        return new(Dhcp6OptionCode.StatusCode, value);
    }

    /// <summary>Option 21, in the order of preference.</summary>
    /// <exception cref="ArgumentException">There is none, more than the limit, or one is empty.</exception>
    public static Dhcp6Option SipServers(params ReadOnlySpan<HostName> names) =>
        new(Dhcp6OptionCode.SipServerNames, Dhcp6SipServers.ToBytes(names));

    /// <summary>Option 22, in the order of preference.</summary>
    /// <exception cref="ArgumentException">There is none, or more than the limit.</exception>
    public static Dhcp6Option SipServers(params ReadOnlySpan<IpAddress> addresses) =>
        new(Dhcp6OptionCode.SipServerAddresses, Dhcp6SipServers.ToBytes(addresses));

    /// <summary>Option 32, in seconds.</summary>
    public static Dhcp6Option InformationRefreshTime(TimeSpan after)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, (uint)Math.Clamp(after.TotalSeconds, 0, uint.MaxValue));
        return new(Dhcp6OptionCode.InformationRefreshTime, value);
    }
}
