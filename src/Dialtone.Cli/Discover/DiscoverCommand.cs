using System.CommandLine;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Cli.SignIn;
using Dialtone.Cli.Terminal;
using Dialtone.Core.SignIn;
using Dialtone.Phones;
using Dialtone.Reports;

namespace Dialtone.Cli.Discover;

/// <summary>
/// <c>dialtone discover</c>: what a phone would find, from every source, without connecting to anything.
/// </summary>
internal static class DiscoverCommand
{
    // Nothing is sent in a user's name: discovery asks about the domain alone.
    private const string NoUser = "phone";

    public static Command Create()
    {
        var domain = new Argument<string?>("domain")
        {
            Description = "The SIP domain, or a sign-in address in it. With --lab the lab's domain if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var verbose = new Option<bool>("--verbose") { Description = "Show the journal: every server's answer." };
        var network = new NetworkOptions();
        var lab = new LabOptions();
        var command = new Command(
            "discover", "Ask every source that names a Registrar, and show what a phone would try, in order.")
        {
            domain,
            json,
            verbose,
        };
        network.AddTo(command);
        lab.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            lab.Check(parsed);
            var look = new Look(parsed.GetValue(json), parsed.GetValue(verbose), cancellation);
            if (!parsed.GetValue(lab.Switch))
            {
                return await look.RunAsync(Options(network, parsed, AccountIn(parsed.GetValue(domain))));
            }

            network.RefuseBesideLab(parsed);
            await using var embedded = await EmbeddedLab.StartAsync(lab.Request(parsed), cancellation);
            var account = parsed.GetValue(domain) is { } given ? AccountIn(given) : embedded.DefaultAccount;
            return await look.RunAsync(embedded.Place(Options(network, parsed, account)));
        });
        return command;
    }

    private static PhoneOptions Options(NetworkOptions network, ParseResult parsed, AddressOfRecord account) => new()
    {
        Account = account,
        Credential = UserCredential.FromPassword("", ""),
        Profile = network.Profile(parsed),
        Plan = network.Plan(parsed),
        DnsServers = [.. network.DnsServers(parsed)],
        UseDhcp = network.UseDhcp(parsed),
        DhcpServer = network.DhcpServer(parsed),
        UseDhcp6 = network.UseDhcp6(parsed),
        Dhcp6Server = network.Dhcp6Server(parsed),
        Interface = network.Interface(parsed),
        Timings = network.Timings(parsed),
    };

    private static AddressOfRecord AccountIn(string? text)
    {
        if (text is null)
        {
            throw new UsageException("Which SIP domain? Give one such as contoso.example, or --lab.");
        }

        if (Complaints.IsOption(text))
        {
            throw new UsageException(Complaints.OfOption(text));
        }

        var inDomain = text.Contains('@', StringComparison.Ordinal) ? text : $"{NoUser}@{text}";
        return AddressOfRecord.TryParse(inDomain, out var account)
            ? account
            : throw new UsageException($"'{text}' is not a SIP domain such as contoso.example.");
    }

    private sealed class Look(bool json, bool verbose, CancellationToken cancellation)
    {
        private readonly Paint _paint = Paint.ForOutput();

        public async Task<int> RunAsync(PhoneOptions options)
        {
            if (!json)
            {
                Console.WriteLine($"{_paint.Strong(options.Account.Domain.Text)} as {options.Profile.Name}");
            }

            var printer = new WalkPrinter(Console.Out, _paint, everything: true);
            var report = await Discoverer.RunAsync(
                options,
                entry =>
                {
                    if (verbose && !json)
                    {
                        Console.Error.WriteLine(_paint.Faint(JournalText.Of(entry)));
                    }

                    if (!json)
                    {
                        printer.Write(entry);
                    }
                },
                cancellation);
            if (json)
            {
                using var output = Console.OpenStandardOutput();
                DiscoveryJson.Write(options.Account.Domain, options.Profile.Name, report, verbose, output);
                output.WriteByte((byte)'\n');
            }
            else
            {
                PrintPlan(report);
            }

            return report.AnyResolved ? ExitCodes.Success : ExitCodes.Failure;
        }

        private void PrintPlan(DiscoveryReport report)
        {
            if (report.Plan.IsEmpty)
            {
                Console.WriteLine(_paint.Bad("No source names a Registrar: a phone finds nothing to try."));
                return;
            }

            Console.WriteLine("A phone tries, in this order:");
            for (var i = 0; i < report.Plan.Length; i++)
            {
                var candidate = report.Plan[i];
                var transport = Words.Of(candidate.Transport);
                Console.WriteLine(
                    $" {i + 1,2}  {transport}  {Words.PlaceOf(candidate)}  ({Words.Of(candidate.Source)})");
            }

            if (!report.AnyResolved)
            {
                Console.WriteLine(_paint.Bad("None of these names has an address."));
            }
        }
    }
}
