using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Publishing;
using Dialtone.Publishing;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Cli.Dhcp;

/// <summary><c>dialtone dhcp encode</c>: the configuration that makes a DHCP server tell phones where to go.</summary>
internal sealed class DhcpEncodeCommand
{
    private readonly Option<HostName> _registrar = new("--registrar")
    {
        Description = "The pool or Director that phones sign in to.",
        CustomParser = result => ParseName(result, "--registrar"),
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string?> _webServices = new("--web-services")
    {
        Description = "Where Web Services are: a name, or the URL of the certificate provisioning service. Needed "
            + "where they have a name of their own, as in a pool with DNS load balancing. Default: the Registrar.",
        HelpName = "NAME|URL",
    };

    private readonly Option<ushort?> _vlan = new("--vlan")
    {
        Description = "The VLAN of phones, for those that learn it from DHCP and not from their switch.",
        CustomParser = ParseVlan,
        HelpName = "1-4094",
    };

    private readonly Option<HostName> _domain = new("--domain")
    {
        Description = "The DNS domain that phones are in (option 15).",
        CustomParser = result => ParseName(result, "--domain"),
        HelpName = "DOMAIN",
    };

    private readonly Option<IpAddress[]> _address = new("--address")
    {
        Description = "An IPv6 address of the Registrar for DHCPv6 option 22. May be repeated.",
        CustomParser = ParseAddresses,
        HelpName = "ADDRESS",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<uint?> _enterprise = new("--enterprise")
    {
        Description = "Also publish option 125 under this enterprise number (Microsoft's is 311), for devices that ask "
            + "for it. UC phones do not.",
        HelpName = "NUMBER",
    };

    private readonly Option<string[]> _for = new("--for")
    {
        Description = "Whose configuration. May be repeated; all if left out.",
        HelpName = string.Join('|', DhcpConfiguration.All.Select(each => each.Name)),
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var options = new DhcpEncodeCommand();
        options._for.Validators.Add(CheckNames);
        var command = new Command(
            "encode", "Print the DHCP options that name Registrar, Web Services and VLAN, as a server's configuration.")
        {
            options._registrar,
            options._webServices,
            options._vlan,
            options._domain,
            options._address,
            options._enterprise,
            options._for,
        };
        command.SetAction(options.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var publication = Publication(parsed);
        var wanted = parsed.GetValue(_for) ?? [];
        if (wanted is [var only])
        {
            // As it is, so that it can go into a file.
            Print(publication, DhcpConfiguration.All.First(each => each.Name == only).Syntax);
            return ExitCodes.Success;
        }

        var paint = Paint.ForOutput();
        foreach (var (syntax, name, heading) in DhcpConfiguration.All)
        {
            if (wanted.Length == 0 || wanted.Contains(name))
            {
                Console.WriteLine(paint.Strong($"── {heading} (--for {name})"));
                Print(publication, syntax);
                Console.WriteLine();
            }
        }

        return ExitCodes.Success;
    }

    private DhcpPublication Publication(ParseResult parsed)
    {
        var registrar = parsed.GetValue(_registrar);
        var web = parsed.GetValue(_webServices) ?? registrar.Text;
        if (!WebServicesAddress.TryParse(web, out var address, out var fault))
        {
            throw new UsageException($"--web-services: {fault}");
        }

        var publication = new DhcpPublication
        {
            Registrar = registrar,
            WebServices = address!,
            Vlan = parsed.GetValue(_vlan) is { } vlan ? new VoiceVlanOption(vlan) : null,
            Domain = parsed.GetValue(_domain) is { IsEmpty: false } domain ? domain : null,
            Addresses6 = [.. parsed.GetValue(_address) ?? []],
            Enterprise = parsed.GetValue(_enterprise),
        };
        return publication.Fault.Length == 0 ? publication : throw new UsageException(publication.Fault);
    }

    private static void Print(DhcpPublication publication, DhcpServerSyntax syntax)
    {
        foreach (var line in DhcpConfiguration.Of(publication, syntax))
        {
            Console.WriteLine(line);
        }
    }

    private static HostName ParseName(ArgumentResult result, string option)
    {
        var text = result.Tokens[0].Value;
        if (!HostName.TryParse(text, out var name) || IpAddress.TryParse(text, out _))
        {
            result.AddError($"{option} takes a name such as pool01.contoso.example; '{text}' is not one.");
        }
        else if (!name.Text.Contains('.', StringComparison.Ordinal))
        {
            result.AddError($"{option} takes a whole name: to a phone, '{text}' lies in no domain.");
        }

        return name;
    }

    private static ushort? ParseVlan(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var id)
            && id is > 0 and <= VoiceVlanOption.IdMax)
        {
            return id;
        }

        result.AddError($"--vlan takes a number from 1 to {VoiceVlanOption.IdMax}; '{text}' is none.");
        return null;
    }

    private static IpAddress[] ParseAddresses(ArgumentResult result)
    {
        var addresses = new List<IpAddress>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (IpAddress.TryParse(text, out var address) && !address.IsV4)
            {
                addresses.Add(address);
            }
            else
            {
                result.AddError($"--address takes an IPv6 address such as 2001:db8::11; '{text}' is not one.");
            }
        }

        return [.. addresses];
    }

    private static void CheckNames(OptionResult result)
    {
        foreach (var name in result.Tokens.Select(token => token.Value)
            .Where(name => DhcpConfiguration.All.All(each => each.Name != name)))
        {
            result.AddError(
                $"--for takes {string.Join(", ", DhcpConfiguration.All.Select(each => each.Name))}; "
                + $"'{name}' is none of them.");
        }
    }
}
