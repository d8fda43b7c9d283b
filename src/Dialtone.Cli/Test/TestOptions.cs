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
    public Option<AddressOfRecord?> User { get; } = UserOption.Create(
        "--user", "Who signs in: sip:alice@contoso.example. With --lab one of the lab's users; alice if left out.");

    public Option<HostName?> TargetFqdn { get; } = new("--target-fqdn")
    {
        Description = "This Registrar, and no other: neither DHCP nor DNS is asked for one.",
        HelpName = "HOST",
        CustomParser = result => HostName.TryParse(result.Tokens[0].Value, out var host)
            ? host : Refuse<HostName?>(result, $"--target-fqdn takes a host name; '{result.Tokens[0].Value}' is none."),
    };

    public Option<ushort?> RegistrarPort { get; } = new("--registrar-port")
    {
        Description = "The port of --target-fqdn; 5061 over TLS and 5060 over TCP if left out.",
        HelpName = "PORT",
        CustomParser = result => ushort.TryParse(result.Tokens[0].Value, out var port) && port > 0
            ? port : Refuse<ushort?>(result, $"--registrar-port takes a port; '{result.Tokens[0].Value}' is none."),
    };

    public Option<WebUrl?> TargetUri { get; } = new("--target-uri")
    {
        Description = "This certificate provisioning service, and no other: "
            + "https://pool01.contoso.example/CertProv/CertProvisioningService.svc.",
        HelpName = "URL",
        CustomParser = result => WebUrl.TryParse(result.Tokens[0].Value, out var url) && url.IsSecure
            ? url : Refuse<WebUrl?>(result, $"--target-uri takes an https URL; '{result.Tokens[0].Value}' is none."),
    };

    public Option<bool> Strict { get; } = new("--strict")
    {
        Description = "Exit with 2 when it worked only by a fall-back, or something is amiss.",
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the journal: everything seen and decided.",
    };

    public NetworkOptions Network { get; } = new();

    public LabOptions Lab { get; } = new();

    public CredentialOptions Credential { get; } = new();

    private readonly TransactionOutput[] _outputs;

    public TestOptions() => _outputs =
    [
        new JsonOutput(Verbose),
        new HtmlOutput(),
    ];

    public void AddUserTo(Command command) => command.Options.Add(User);

    public void AddTargetTo(Command command)
    {
        command.Options.Add(TargetFqdn);
        command.Options.Add(RegistrarPort);
    }

    public void AddTargetUriTo(Command command) => command.Options.Add(TargetUri);

    /// <summary>Adds what every transaction has.</summary>
    public void AddTo(Command command)
    {
        Network.AddToTesting(command);
        command.Options.Add(Strict);
        command.Options.Add(Verbose);
        foreach (var output in _outputs)
        {
            command.Options.Add(output.Option);
        }

        Lab.AddTo(command);
    }

    public WebUrl? TargetUriOf(ParseResult parsed) => parsed.GetValue(TargetUri);

    /// <summary>Checks the options, starts the lab where it is asked for, and runs what they describe.</summary>
    /// <exception cref="UsageException">They do not go together, or something of theirs cannot be had.</exception>
    public async Task<int> RunAsync(
        ParseResult parsed, Func<AddressOfRecord, UserCredential, TransactionRequest> request,
        CancellationToken cancellation)
    {
        var isInLab = parsed.GetValue(Lab.Switch);
        Check(parsed, isInLab);
        var run = new TestRun(parsed, _outputs)
        {
            Strict = parsed.GetValue(Strict),
            Verbose = parsed.GetValue(Verbose),
        };
        if (!isInLab)
        {
            var account = parsed.GetValue(User)!;
            // A terminal or a pipe that says nothing can be left: Ctrl-C does not wait for a line.
            var credential = await Task.Run(() => Credential.Read(parsed, account), cancellation)
                .WaitAsync(cancellation);
            return await run.RunAsync(request(account, credential), cancellation);
        }

        await using var lab = await EmbeddedLab.StartAsync(Lab.Request(parsed), cancellation);
        var user = parsed.GetValue(User) ?? lab.DefaultAccount;
        var inLab = request(user, Credential.Read(parsed, user, lab));
        return await run.RunAsync(
            inLab with { Phone = lab.Place(inLab.Phone) with { StateDirectory = null } }, cancellation);
    }

    /// <summary>The phone of a user.</summary>
    /// <exception cref="UsageException">A file or the interface cannot be used.</exception>
    public PhoneOptions Phone(ParseResult parsed, AddressOfRecord account, UserCredential credential) => new()
    {
        Account = account,
        Credential = credential,
        Schemes = Credential.SchemesOf(parsed),
        Profile = Network.Profile(parsed),
        Registrar = parsed.GetValue(TargetFqdn),
        RegistrarPort = parsed.GetValue(RegistrarPort),
        Plan = Network.Plan(parsed),
        Timings = Network.Timings(parsed),
        DnsServers = [.. Network.DnsServers(parsed)],
        UseDhcp = Network.UseDhcp(parsed),
        DhcpServer = Network.DhcpServer(parsed),
        UseDhcp6 = Network.UseDhcp6(parsed),
        Dhcp6Server = Network.Dhcp6Server(parsed),
        Interface = Network.Interface(parsed),
        ExtraRoots = Network.ExtraRoots(parsed),
    };

    private void Check(ParseResult parsed, bool isInLab)
    {
        if (!isInLab && parsed.GetValue(User) is null)
        {
            throw new UsageException(
                "Who is to sign in? Give a sign-in address such as --user sip:alice@contoso.example, or --lab.");
        }

        if (parsed.GetValue(RegistrarPort) is not null && parsed.GetValue(TargetFqdn) is null)
        {
            throw new UsageException("--registrar-port is the port of --target-fqdn: give that too.");
        }

        Lab.Check(parsed);
        if (isInLab)
        {
            Network.RefuseBesideLab(parsed);
        }

        Credential.Check(parsed, isInLab);
        foreach (var output in _outputs)
        {
            output.Check(parsed);
        }
    }

    private static T? Refuse<T>(ArgumentResult result, string why)
    {
        result.AddError(why);
        return default;
    }
}
