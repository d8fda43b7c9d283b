using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Profiles;
using Dialtone.Core.Publishing;
using Dialtone.Publishing;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Dns;

/// <summary><c>dialtone dns check</c>: what every DNS server has of the records that devices look for.</summary>
internal sealed class DnsCheckCommand
{
    private const ushort DnsPort = 53;

    private readonly Argument<HostName> _domain = new("domain")
    {
        Description = "The SIP domain. With --lab the lab's domain if left out.",
        CustomParser = result => DnsArguments.ParseName(result, "domain"),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<EndPointAddress[]> _dns = new("--dns")
    {
        Description = "A DNS server. May be repeated; each is asked on its own. The system's if left out.",
        CustomParser = ParseServers,
        HelpName = "ADDRESS[:PORT]",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<HostName> _pool =
        DnsArguments.Name("--expect-pool", "The pool or Director that the records should name.");

    private readonly Option<bool> _outside = new("--outside")
    {
        Description = "Judge as devices outside see it, who need the access proxy's records in place of the pool's.",
    };

    private readonly Option<DeviceProfile> _profile = DnsArguments.Profile();
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON." };
    private readonly LabOptions _lab = new();

    public static Command Create()
    {
        var options = new DnsCheckCommand();
        var command = new Command(
            "check", "Ask every DNS server for the records that devices look for, and show what is there and what not.")
        {
            options._domain,
            options._dns,
            options._pool,
            options._outside,
            options._profile,
            options._json,
        };
        options._lab.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        _lab.Check(parsed);
        var domain = parsed.GetValue(_domain);
        ImmutableArray<EndPointAddress> servers = [.. parsed.GetValue(_dns) ?? []];
        if (!parsed.GetValue(_lab.Switch))
        {
            return domain.IsEmpty
                ? throw new UsageException("Which SIP domain? Give one such as contoso.example, or --lab.")
                : await RunAsync(parsed, domain, servers, cancellation);
        }

        if (!servers.IsEmpty)
        {
            throw new UsageException("--dns and --lab exclude each other: with --lab, the lab is where to look.");
        }

        await using var embedded = await EmbeddedLab.StartAsync(_lab.Request(parsed), cancellation);
        return await RunAsync(
            parsed, domain.IsEmpty ? embedded.DefaultAccount.Domain : domain, [embedded.DnsServer], cancellation);
    }

    private async Task<int> RunAsync(
        ParseResult parsed, HostName domain, ImmutableArray<EndPointAddress> servers, CancellationToken cancellation)
    {
        var records = await DnsChecker.RunAsync(
            new()
            {
                Domain = domain,
                Servers = servers,
                ExpectedPool = parsed.GetValue(_pool) is { IsEmpty: false } pool ? pool : null,
                FromOutside = parsed.GetValue(_outside),
                Profile = parsed.GetValue(_profile)!,
            },
            cancellation);
        if (parsed.GetValue(_json))
        {
            using var output = Console.OpenStandardOutput();
            DnsCheckJson.Write(records, output);
            output.WriteByte((byte)'\n');
        }
        else
        {
            Print(records);
        }

        return records.IsEmpty || records.Any(record => record.IsWrong) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static void Print(ImmutableArray<CheckedRecord> records)
    {
        var paint = Paint.ForOutput();
        if (records.IsEmpty)
        {
            Console.WriteLine(paint.Bad("This machine knows no DNS server: give --dns."));
        }

        foreach (var record in records)
        {
            var isThere = record.Answers.All(answer => answer.State == CheckedState.There);
            var mark = record.IsWrong ? paint.Bad("✗") : isThere ? paint.Good("✓") : paint.Faint("·");
            var code = record.Finding is { } finding ? $"  {finding.Code}" : "";
            var differs = record.Differs ? paint.Warn("  the servers differ") : "";
            Console.WriteLine($" {mark} {DnsCheckText.NameOf(record)}{code}{differs}");
            foreach (var answer in record.Answers)
            {
                Console.WriteLine($"     {answer.Server}  {DnsCheckText.Of(answer)}");
            }
        }
    }

    private static EndPointAddress[] ParseServers(ArgumentResult result)
    {
        var servers = new List<EndPointAddress>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (EndPointAddress.TryParse(text, DnsPort, out var server) && server.Port != 0)
            {
                servers.Add(server);
            }
            else
            {
                result.AddError($"--dns takes an address such as 192.0.2.2 or 192.0.2.2:53; '{text}' is not one.");
            }
        }

        return [.. servers];
    }
}
