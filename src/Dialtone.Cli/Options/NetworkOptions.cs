using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Profiles;
using Dialtone.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Cli.Options;

/// <summary>The options that say which device is played and where it looks. Shared by sign-in and discover.</summary>
internal sealed class NetworkOptions
{
    private const int TimeoutMax = 3600;

    private readonly Option<DeviceProfile?> _profile = new("--profile")
    {
        Description = $"The kind of device: {string.Join(", ", DeviceProfile.All.Select(p => p.Name))}. "
            + $"By default {DeviceProfile.LyncPhone.Name}.",
        CustomParser = ParseProfile,
        HelpName = "NAME",
    };

    private readonly Option<(HostName Host, ushort? Port)?> _registrar = new("--registrar")
    {
        Description = "This Registrar, without discovery; as a phone of standard SIP, what DNS names for it "
            + "(RFC 3263), unless a port is given.",
        CustomParser = ParseRegistrar,
        HelpName = "HOST[:PORT]",
    };

    private readonly Option<EndPointAddress[]> _dns = new("--dns")
    {
        Description = "DNS servers to ask in place of the system's. May be repeated.",
        CustomParser = result => [.. result.Tokens.Select(t => ParseEndPoint(result, t.Value, 53, "--dns"))],
        HelpName = "ADDRESS[:PORT]",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _dhcp = new("--dhcp")
    {
        Description = "auto (broadcast from port 68), off, or the address of one server.",
        DefaultValueFactory = _ => "auto",
        HelpName = "auto|off|ADDRESS[:PORT]",
    };

    private readonly Option<string> _dhcp6 = new("--dhcp6")
    {
        Description = "auto (everybody on the link, from port 546), off, or the address of one server. "
            + $"A {DeviceProfile.LyncPhone.Name} does not ask it.",
        DefaultValueFactory = _ => "auto",
        HelpName = "auto|off|ADDRESS[:PORT]",
    };

    private readonly Option<string?> _interface = new("--interface")
    {
        Description = "The network interface on which DHCP and DHCPv6 are asked.",
        HelpName = "NAME",
    };

    private readonly Option<string> _transport = new("--transport")
    {
        Description = "auto (TLS, then TCP, then UDP where the profile has it), tls, tcp or udp.",
        DefaultValueFactory = _ => "auto",
        HelpName = "auto|tls|tcp|udp",
    };

    private readonly Option<FileInfo?> _ca = FileOption.Create(
        "--ca", "Certificates in PEM form that are trusted besides the system's.");

    private readonly Option<double?> _timeout = new("--timeout")
    {
        Description = "Seconds after which discovery ends and each connection, handshake and answer is given up.",
        CustomParser = ParseTimeout,
        HelpName = "SECONDS",
    };

    public NetworkOptions()
    {
        _dhcp.Validators.Add(result => CheckDhcp(result, result.GetValueOrDefault<string>()));
        _dhcp6.Validators.Add(result => CheckDhcp6(result, result.GetValueOrDefault<string>()));
        _transport.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (text is not ("auto" or "tls" or "tcp" or "udp"))
            {
                result.AddError($"--transport takes auto, tls, tcp or udp; '{text}' is none of them.");
            }
        });
    }

    /// <summary>Adds what is needed to look a name up and speak as a profile does.</summary>
    public void AddToAsking(Command command)
    {
        command.Options.Add(_profile);
        command.Options.Add(_dns);
    }

    /// <summary>Adds what discovery needs.</summary>
    public void AddTo(Command command)
    {
        AddToAsking(command);
        command.Options.Add(_dhcp);
        command.Options.Add(_dhcp6);
        command.Options.Add(_interface);
        command.Options.Add(_transport);
        command.Options.Add(_timeout);
        command.Validators.Add(result =>
        {
            // As it was typed: what is no profile has its own complaint.
            var named = result.GetResult(_profile)?.Tokens is [var token] ? token.Value : DeviceProfile.LyncPhone.Name;
            if (result.GetResult(_transport)?.Tokens is [{ Value: "udp" }]
                && DeviceProfile.All.FirstOrDefault(each => each.Name == named) is { Udp: false } profile)
            {
                result.AddError($"--transport udp: a {profile.Name} does not speak SIP over UDP.");
            }
        });
    }

    /// <summary>Adds what a phone needs that also connects.</summary>
    public void AddToConnecting(Command command)
    {
        command.Options.Add(_registrar);
        AddToTesting(command);
    }

    /// <summary>The same without the Registrar, which a test is told in words of its own.</summary>
    public void AddToTesting(Command command)
    {
        AddTo(command);
        command.Options.Add(_ca);
    }

    public DeviceProfile Profile(ParseResult parsed) => parsed.GetValue(_profile) ?? DeviceProfile.LyncPhone;

    public (HostName Host, ushort? Port)? Registrar(ParseResult parsed) => parsed.GetValue(_registrar);

    public EndPointAddress[] DnsServers(ParseResult parsed) => parsed.GetValue(_dns) ?? [];

    public bool UseDhcp(ParseResult parsed) => parsed.GetValue(_dhcp) is not "off";

    public EndPointAddress? DhcpServer(ParseResult parsed) =>
        EndPointAddress.TryParse(parsed.GetValue(_dhcp), 67, out var server) ? server : null;

    public bool UseDhcp6(ParseResult parsed) => parsed.GetValue(_dhcp6) is not "off";

    public EndPointAddress? Dhcp6Server(ParseResult parsed) =>
        EndPointAddress.TryParse(parsed.GetValue(_dhcp6), Dhcp6Ports.Server, out var server) ? server : null;

    /// <exception cref="UsageException">This machine has no such interface, or it cannot be used.</exception>
    public string? Interface(ParseResult parsed) =>
        parsed.GetValue(_interface) is { } name && !LocalInterface.TryChoose(name, out _, out var reason)
            ? throw new UsageException($"--interface: {reason}")
            : parsed.GetValue(_interface);

    /// <summary>Refuses every option that says where to look, where the lab says that.</summary>
    /// <exception cref="UsageException">One was given.</exception>
    public void RefuseBesideLab(ParseResult parsed)
    {
        var given = Array.Find<Option>(
            [_dns, _dhcp, _dhcp6, _interface, _ca], option => parsed.GetResult(option) is { Implicit: false });
        if (given is not null)
        {
            throw new UsageException(
                $"{given.Name} and --lab exclude each other: with --lab, the lab is where to look.");
        }
    }

    public PlanSettings Plan(ParseResult parsed) => PlanSettings.Of(
        Profile(parsed), parsed.GetValue(_transport) switch
        {
            "tls" => TransportChoice.Tls,
            "tcp" => TransportChoice.Tcp,
            "udp" => TransportChoice.Udp,
            _ => TransportChoice.Auto,
        });

    public DeviceTimings Timings(ParseResult parsed) => parsed.GetValue(_timeout) is { } seconds
        ? new DeviceTimings().Within(TimeSpan.FromSeconds(seconds)) : new();

    /// <exception cref="UsageException">The file of --ca cannot be used.</exception>
    public X509Certificate2Collection ExtraRoots(ParseResult parsed)
    {
        if (parsed.GetValue(_ca) is not { } file)
        {
            return [];
        }

        return CertificateFile.TryLoad(file.FullName, out var certificates, out var fault)
            ? certificates
            : throw new UsageException($"--ca {fault}");
    }

    private static double? ParseTimeout(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= TimeoutMax)
        {
            return seconds;
        }

        result.AddError($"--timeout takes a number of seconds above 0 and up to {TimeoutMax}; '{text}' is not one.");
        return null;
    }

    private static DeviceProfile? ParseProfile(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        var found = DeviceProfile.All.FirstOrDefault(p => p.Name == name);
        if (found is null)
        {
            var names = string.Join(", ", DeviceProfile.All.Select(profile => profile.Name));
            result.AddError($"--profile takes {names}; there is no profile '{name}'.");
        }

        return found;
    }

    private static (HostName Host, ushort? Port)? ParseRegistrar(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        ushort? port = null;
        if (colon >= 0)
        {
            var digits = text[(colon + 1)..];
            if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given == 0)
            {
                result.AddError($"--registrar takes HOST or HOST:PORT; '{digits}' is not a port.");
                return null;
            }

            port = given;
        }

        if (!HostName.TryParse(host, out var name))
        {
            result.AddError($"--registrar takes a host name; '{host}' is not one.");
            return null;
        }

        return (name, port);
    }

    private static EndPointAddress ParseEndPoint(ArgumentResult result, string text, ushort defaultPort, string option)
    {
        if (!EndPointAddress.TryParse(text, defaultPort, out var endPoint) || endPoint.Port == 0)
        {
            result.AddError(
                $"{option} takes an address such as 192.0.2.2 or 192.0.2.2:{defaultPort}; '{text}' is not one.");
        }

        return endPoint;
    }

    private static void CheckDhcp(OptionResult result, string? text)
    {
        if (text is "auto" or "off")
        {
            return;
        }

        if (!EndPointAddress.TryParse(text, 67, out var server) || server.Port == 0 || !server.Address.IsV4)
        {
            result.AddError(
                $"--dhcp takes auto, off, or an IPv4 address such as 192.0.2.2 or 192.0.2.2:67; '{text}' is none.");
        }
    }

    private static void CheckDhcp6(OptionResult result, string? text)
    {
        if (text is "auto" or "off")
        {
            return;
        }

        if (!EndPointAddress.TryParse(text, Dhcp6Ports.Server, out var server) || server.Port == 0
            || server.Address.IsV4)
        {
            result.AddError("--dhcp6 takes auto, off, or an IPv6 address such as 2001:db8::2 or [2001:db8::2]:547; "
                + $"'{text}' is none.");
        }
    }
}
