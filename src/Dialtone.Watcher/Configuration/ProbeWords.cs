using System.Collections.Immutable;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Watcher.Configuration;

/// <summary>The values of a probe in words: those of <c>dialtone test</c>.</summary>
internal static class ProbeWords
{
    private const ushort DnsPort = 53;
    private const ushort DhcpPort = 67;
    private const int DigitsMax = 32;

    public static ImmutableArray<(string Word, TransactionKind Meaning)> Transactions { get; } =
    [
        ("client-auth", TransactionKind.ClientAuth), ("registration", TransactionKind.Registration),
        ("phone-bootstrap", TransactionKind.PhoneBootstrap), ("av-edge", TransactionKind.AvEdgeConnectivity),
        ("presence", TransactionKind.Presence),
    ];

    public static ImmutableArray<(string Word, SipScheme Meaning)> Schemes { get; } =
    [
        ("tls-dsk", SipScheme.TlsDsk), ("kerberos", SipScheme.Kerberos), ("ntlm", SipScheme.Ntlm),
        ("digest", SipScheme.Digest),
    ];

    public static ImmutableArray<(string Word, TransportChoice Meaning)> Transports { get; } =
    [
        ("auto", TransportChoice.Auto), ("tls", TransportChoice.Tls), ("tcp", TransportChoice.Tcp),
        ("udp", TransportChoice.Udp),
    ];

    public static string Profiles => string.Join(", ", DeviceProfile.All.Select(each => each.Name));

    public static bool TryProfile(string text, out DeviceProfile? profile)
    {
        profile = DeviceProfile.All.FirstOrDefault(each => each.Name == text);
        return profile is not null;
    }

    public static bool TryHost(string text, out HostName host) => HostName.TryParse(text, out host);

    public static bool TryAddress(string text, out IpAddress address) => IpAddress.TryParse(text, out address);

    public static bool TryUser(string text, out AddressOfRecord? user) => AddressOfRecord.TryParse(text, out user);

    public static bool TrySecureUrl(string text, out WebUrl url) => WebUrl.TryParse(text, out url) && url.IsSecure;

    public static bool TryDnsServer(string text, out EndPointAddress server) =>
        EndPointAddress.TryParse(text, DnsPort, out server) && server.Port > 0;

    public static bool TryNumber(string text, out string? number)
    {
        var digits = text.StartsWith('+') ? text[1..] : text;
        number = digits.Length is > 0 and <= DigitsMax && digits.All(char.IsAsciiDigit) ? text : null;
        return number is not null;
    }

    /// <summary>Where DHCP is asked: everybody, nobody, or one server.</summary>
    public static bool TryDhcp(string text, out (bool Asks, EndPointAddress? Server) dhcp) =>
        TryDhcp(text, DhcpPort, isV4: true, out dhcp);

    /// <summary>Where DHCPv6 is asked: everybody, nobody, or one server.</summary>
    public static bool TryDhcp6(string text, out (bool Asks, EndPointAddress? Server) dhcp) =>
        TryDhcp(text, Dhcp6Ports.Server, isV4: false, out dhcp);

    private static bool TryDhcp(string text, ushort port, bool isV4, out (bool Asks, EndPointAddress? Server) dhcp)
    {
        dhcp = (text != "off", null);
        if (text is "auto" or "off")
        {
            return true;
        }

        var isServer = EndPointAddress.TryParse(text, port, out var server) && server.Port > 0
            && server.Address.IsV4 == isV4;
        dhcp = (true, server);
        return isServer;
    }
}
