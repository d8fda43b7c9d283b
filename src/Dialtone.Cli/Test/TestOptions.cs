using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Core.SignIn;
using Dialtone.Phones;
using Dialtone.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Test;

/// <summary>
/// The options of <c>dialtone test</c>, which its transactions share, and the phone that they describe.
/// </summary>
internal sealed class TestOptions
{
    private readonly TransactionOutput[] _outputs;

    private readonly Option<HostName?> _targetFqdn = new("--target-fqdn")
    {
        Description = "This Registrar, and no other: neither DHCP nor DNS is asked for one.",
        HelpName = "HOST",
        CustomParser = result => HostName.TryParse(result.Tokens[0].Value, out var host)
            ? host : Refuse<HostName?>(result, "a host name"),
    };

    private readonly Option<ushort?> _registrarPort = PortOption(
        "--registrar-port", "The port of --target-fqdn; 5061 over TLS and 5060 over TCP if left out.");

    private readonly Option<WebUrl?> _targetUri = new("--target-uri")
    {
        Description = "This certificate provisioning service, and no other: "
            + "https://pool01.contoso.example/CertProv/CertProvisioningService.svc.",
        HelpName = "URL",
        CustomParser = result => WebUrl.TryParse(result.Tokens[0].Value, out var url) && url.IsSecure
            ? url : Refuse<WebUrl?>(result, "an https URL"),
    };

    private readonly Option<bool> _everyTarget = new("--every-target")
    {
        Description = "Then sign in at every address behind every name, over TLS and TCP, one after another: shows the "
            + "one server that a balanced name hides.",
    };

    private readonly Option<bool> _trustOnFirstUse = TrustOption.Create();

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Exit with 2 when it worked only by a fall-back, or something is amiss.",
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show the journal: everything seen and decided.",
    };

    // Every form of the result besides the text, listed by hand.
    public TestOptions() => _outputs =
    [
        new JsonOutput(_verbose),
        new HtmlOutput(),
        new PcapngOutput(),
        new NagiosOutput(),
    ];

    public Option<AddressOfRecord?> User { get; } = UserOption.Create(
        "--user", "Who signs in: sip:alice@contoso.example. With --lab one of the lab's users; alice if left out.");

    public CredentialOptions Credential { get; } = new();

    private NetworkOptions Network { get; } = new();

    private LabOptions Lab { get; } = new();

    /// <summary>A port on the command line.</summary>
    public static Option<ushort?> PortOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PORT",
        CustomParser = result => ushort.TryParse(result.Tokens[0].Value, out var port) && port > 0
            ? port : Refuse<ushort?>(result, "a port"),
    };

    /// <summary>Refuses the value of an option, and says what it takes.</summary>
    public static T? Refuse<T>(ArgumentResult result, string what)
    {
        var name = result.Parent is OptionResult option ? option.Option.Name : "It";
        result.AddError($"{name} takes {what}; '{result.Tokens[0].Value}' is none.");
        return default;
    }

    /// <summary>Adds what says where the Registrar and the certificate are, without discovery.</summary>
    public void AddTargetTo(Command command)
    {
        command.Options.Add(_targetFqdn);
        command.Options.Add(_registrarPort);
        command.Options.Add(_targetUri);
        command.Options.Add(_everyTarget);
    }

    /// <summary>Adds what every transaction has.</summary>
    public void AddTo(Command command)
    {
        Network.AddToTesting(command);
        command.Options.Add(_trustOnFirstUse);
        command.Options.Add(_strict);
        command.Options.Add(_verbose);
        foreach (var output in _outputs)
        {
            command.Options.Add(output.Option);
        }

        Lab.AddTo(command);
    }

    public bool IsInLab(ParseResult parsed) => parsed.GetValue(Lab.Switch);

    public WebUrl? TargetUri(ParseResult parsed) => parsed.GetValue(_targetUri);

    /// <summary>Refuses a user who is not named, or whose proof does not go together.</summary>
    /// <exception cref="UsageException">It is so.</exception>
    public void CheckUser(ParseResult parsed)
    {
        if (!IsInLab(parsed) && parsed.GetValue(User) is null)
        {
            throw new UsageException(
                "Who is to sign in? Give a sign-in address such as --user sip:alice@contoso.example, or --lab.");
        }

        Credential.Check(parsed, IsInLab(parsed));
    }

    /// <summary>
    /// The phone of the user, in the lab of its first one where nobody is named. May wait for a person.
    /// </summary>
    /// <exception cref="UsageException">A file, the interface or the password cannot be used.</exception>
    public PhoneOptions Phone(ParseResult parsed, EmbeddedLab? lab)
    {
        var user = parsed.GetValue(User) ?? lab!.DefaultAccount;
        return Phone(parsed, lab, user, Credential.Read(parsed, user, lab));
    }

    /// <summary>Checks the options, starts the lab where it is asked for, and runs what they describe.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="check">Refuses what does not go together of the transaction's own options.</param>
    /// <param name="request">
    /// What is run, in the lab that is given or on this machine's network; may wait for a person.
    /// </param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">They do not go together, or something of theirs cannot be had.</exception>
    public async Task<int> RunAsync(
        ParseResult parsed, Action check, Func<EmbeddedLab?, TransactionRequest> request,
        CancellationToken cancellation)
    {
        try
        {
            Check(parsed);
            check();
            return await RunCheckedAsync(parsed, request, cancellation);
        }
        catch (UsageException wrong)
        {
            var refused = _outputs.Where(output => output.IsAsked(parsed)).Select(output => output.Refuse(wrong));
            if (refused.FirstOrDefault(code => code is not null) is { } code)
            {
                return code;
            }

            throw;
        }
    }

    /// <summary>The phone of a user.</summary>
    /// <exception cref="UsageException">A file or the interface cannot be used.</exception>
    public PhoneOptions Phone(
        ParseResult parsed, EmbeddedLab? lab, AddressOfRecord account, UserCredential credential)
    {
        var phone = new PhoneOptions
        {
            Account = account,
            Credential = credential,
            Schemes = Credential.SchemesOf(parsed),
            Profile = Network.Profile(parsed),
            Registrar = parsed.GetValue(_targetFqdn),
            RegistrarPort = parsed.GetValue(_registrarPort),
            Plan = Network.Plan(parsed),
            Timings = Network.Timings(parsed),
            LearnsRoots = parsed.GetValue(_trustOnFirstUse),
        };
        // Nothing that a phone remembers shows what one finds that does not.
        return lab is not null ? lab.Place(phone) with { StateDirectory = null } : phone with
        {
            DnsServers = [.. Network.DnsServers(parsed)],
            UseDhcp = Network.UseDhcp(parsed),
            DhcpServer = Network.DhcpServer(parsed),
            UseDhcp6 = Network.UseDhcp6(parsed),
            Dhcp6Server = Network.Dhcp6Server(parsed),
            Interface = Network.Interface(parsed),
            ExtraRoots = Network.ExtraRoots(parsed),
        };
    }

    private async Task<int> RunCheckedAsync(
        ParseResult parsed, Func<EmbeddedLab?, TransactionRequest> request, CancellationToken cancellation)
    {
        var broken = IsInLab(parsed) ? Lab.FaultScenario(parsed) : null;
        var run = new TestRun(parsed, _outputs)
        {
            Broken = broken,
            Strict = parsed.GetValue(_strict),
            Verbose = parsed.GetValue(_verbose),
        };
        var everyTarget = parsed.GetValue(_everyTarget);
        if (!IsInLab(parsed))
        {
            // A terminal or a pipe that says nothing can be left: Ctrl-C does not wait for a line.
            var asked = await Task.Run(() => request(null), cancellation).WaitAsync(cancellation);
            return await run.RunAsync(asked with { EveryTarget = everyTarget }, cancellation);
        }

        await using var lab = await EmbeddedLab.StartAsync(
            Lab.Request(parsed, broken?.Deployment ?? EmbeddedLab.OnLoopback), cancellation);
        var inLab = await Task.Run(() => request(lab), cancellation).WaitAsync(cancellation);
        return await run.RunAsync(inLab with { EveryTarget = everyTarget }, cancellation);
    }

    private void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_registrarPort) is not null && parsed.GetValue(_targetFqdn) is null)
        {
            throw new UsageException("--registrar-port is the port of --target-fqdn: give that too.");
        }

        Lab.Check(parsed);
        if (IsInLab(parsed))
        {
            Network.RefuseBesideLab(parsed);
        }

        if (_outputs.Where(output => output.IsPrinted && output.IsAsked(parsed)).ToList() is [var one, var other, ..])
        {
            throw new UsageException(
                $"{one.Option.Name} and {other.Option.Name} exclude each other: give one of them.");
        }

        foreach (var output in _outputs)
        {
            output.Check(parsed);
        }
    }
}
