using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Profiles;
using Dialtone.Core.Publishing;
using Dialtone.Publishing;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Dns;

/// <summary><c>dialtone dns records</c>: the records to publish, as a server's configuration.</summary>
internal sealed class DnsRecordsCommand
{
    private readonly Argument<HostName> _domain = new("domain")
    {
        Description = "The SIP domain.",
        CustomParser = result => DnsArguments.ParseName(result, "domain"),
    };

    private readonly Option<HostName> _pool =
        DnsArguments.Name("--pool", "The pool or Director that devices inside sign in to.");

    private readonly Option<IpAddress[]> _address =
        DnsArguments.Addresses("--address", "An address of the pool. May be repeated, for each Front End.");

    private readonly Option<HostName> _external =
        DnsArguments.Name("--external", "The access proxy that devices outside sign in through.");

    private readonly Option<IpAddress[]> _externalAddress =
        DnsArguments.Addresses("--external-address", "An address of the access proxy. May be repeated.");

    private readonly Option<HostName> _webServices =
        DnsArguments.Name("--web-services", "The name of the web services, where it is not that of the pool.");

    private readonly Option<IpAddress[]> _webAddress =
        DnsArguments.Addresses("--web-address", "An address of the web services. May be repeated.");

    private readonly Option<bool> _tcp = new("--tcp")
    {
        Description = "Publish plain TCP too, for UC devices that are let in by it. Standard SIP has it anyway.",
    };

    private readonly Option<DeviceProfile> _profile = DnsArguments.Profile();

    private readonly Option<string[]> _for = new("--for")
    {
        Description = "Whose configuration. May be repeated; all if left out.",
        HelpName = string.Join('|', DnsConfiguration.All.Select(each => each.Name)),
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var options = new DnsRecordsCommand();
        options._pool.Required = true;
        options._for.Validators.Add(CheckNames);
        var command = new Command("records", "Print the records by which devices find a SIP domain, to publish them.")
        {
            options._domain,
            options._pool,
            options._address,
            options._external,
            options._externalAddress,
            options._webServices,
            options._webAddress,
            options._tcp,
            options._profile,
            options._for,
        };
        command.SetAction(options.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var publication = Publication(parsed);
        var wanted = parsed.GetValue(_for) ?? [];
        var paint = Paint.ForOutput();
        foreach (var (syntax, name, heading) in DnsConfiguration.All)
        {
            if (wanted.Length > 0 && !wanted.Contains(name))
            {
                continue;
            }

            // One alone is printed as it is, so that it can go into a file.
            if (wanted.Length != 1)
            {
                Console.WriteLine(paint.Strong($"── {heading} (--for {name})"));
            }

            foreach (var line in DnsConfiguration.Of(publication, syntax))
            {
                Console.WriteLine(line);
            }

            if (wanted.Length != 1)
            {
                Console.WriteLine();
            }
        }

        return ExitCodes.Success;
    }

    private DnsPublication Publication(ParseResult parsed)
    {
        var domain = parsed.GetValue(_domain);
        if (!HostName.TryParse($"lyncdiscoverinternal.{domain}", out _))
        {
            throw new UsageException($"'{domain}' is so long that there is no room for names below it.");
        }

        HostName? Given(Option<HostName> option) => parsed.GetValue(option) is { IsEmpty: false } name ? name : null;
        return new()
        {
            Domain = domain,
            Pool = parsed.GetValue(_pool),
            Addresses = [.. parsed.GetValue(_address) ?? []],
            External = Given(_external),
            ExternalAddresses = [.. parsed.GetValue(_externalAddress) ?? []],
            WebServices = Given(_webServices),
            WebAddresses = [.. parsed.GetValue(_webAddress) ?? []],
            Tcp = parsed.GetValue(_tcp),
            Profile = parsed.GetValue(_profile)!,
        };
    }

    private static void CheckNames(OptionResult result)
    {
        foreach (var name in result.Tokens.Select(token => token.Value)
            .Where(name => DnsConfiguration.All.All(each => each.Name != name)))
        {
            result.AddError($"--for takes {string.Join(", ", DnsConfiguration.All.Select(each => each.Name))}; "
                + $"'{name}' is none of them.");
        }
    }
}
