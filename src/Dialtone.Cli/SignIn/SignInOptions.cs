using System.CommandLine;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Options;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Devices;
using Dialtone.Core.SignIn;
using Dialtone.Phones;

namespace Dialtone.Cli.SignIn;

/// <summary>The options of <c>dialtone sign-in</c>, and the phone that they describe.</summary>
internal sealed class SignInOptions
{
    public Argument<AddressOfRecord?> Account { get; } = AccountArgument.Create(
        ArgumentArity.ZeroOrOne,
        "Who signs in: sip:alice@contoso.example. With --lab one of the lab's users; alice if left out.");

    public NetworkOptions Network { get; } = new();

    public LabOptions Lab { get; } = new();

    public CredentialOptions Credential { get; } = new();

    public Option<DirectoryInfo?> StateDirectory { get; } = StateDirectoryOption.Create(
        "Where memory is kept; by default in the user's own state directory, with --lab in a temporary one.");

    public Option<(FailbackPolicy Policy, TimeSpan? After)?> Failback { get; } = FailbackOption.Create();

    public Option<bool> TrustOnFirstUse { get; } = TrustOption.Create();

    public Option<bool> NoRacing { get; } = new("--no-racing")
    {
        Description = "Try one address after another, so that each one that is dead shows.",
    };

    public Option<bool> Stay { get; } = new("--stay")
    {
        Description = "Stay signed in, through outages, showing each change, until Ctrl-C.",
    };

    public Option<bool> Strict { get; } = new("--strict")
    {
        Description = "Exit with 2 when signed in only by a fall-back.",
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the result as JSON in place of the walk.",
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the journal: everything seen and decided.",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Account);
        Network.AddToConnecting(command);
        Credential.AddTo(command);
        command.Options.Add(StateDirectory);
        command.Options.Add(Failback);
        command.Options.Add(TrustOnFirstUse);
        command.Options.Add(NoRacing);
        command.Options.Add(Stay);
        command.Options.Add(Strict);
        command.Options.Add(Json);
        command.Options.Add(Verbose);
        Lab.AddTo(command);
    }

    /// <summary>Refuses what does not go together.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public void Check(ParseResult parsed)
    {
        var lab = parsed.GetValue(Lab.Switch);
        if (!lab && parsed.GetValue(Account) is null)
        {
            throw new UsageException(
                "Who is to sign in? Give a sign-in address such as sip:alice@contoso.example, or --lab.");
        }

        Lab.Check(parsed);
        if (lab)
        {
            Network.RefuseBesideLab(parsed);
        }

        Credential.Check(parsed, lab);
        if (parsed.GetValue(StateDirectory) is { } directory)
        {
            StateDirectoryOption.MakeReady(directory);
        }
    }

    /// <summary>
    /// A phone on this machine's network. Asks for the password last, when all else is known to be right.
    /// </summary>
    /// <exception cref="UsageException">A file, the interface or the password cannot be used.</exception>
    public PhoneOptions PhoneOptions(ParseResult parsed, AddressOfRecord account)
    {
        var (@interface, roots) = (Network.Interface(parsed), Network.ExtraRoots(parsed));
        return Common(parsed, account, Credential.Read(parsed, account)) with
        {
            DnsServers = [.. Network.DnsServers(parsed)],
            UseDhcp = Network.UseDhcp(parsed),
            DhcpServer = Network.DhcpServer(parsed),
            UseDhcp6 = Network.UseDhcp6(parsed),
            Dhcp6Server = Network.Dhcp6Server(parsed),
            Interface = @interface,
            ExtraRoots = roots,
            StateDirectory = parsed.GetValue(StateDirectory)?.FullName,
        };
    }

    /// <summary>A phone in the lab.</summary>
    /// <exception cref="UsageException">The lab has no such user, and no password was given.</exception>
    public PhoneOptions PhoneOptions(ParseResult parsed, EmbeddedLab lab)
    {
        var account = parsed.GetValue(Account) ?? lab.DefaultAccount;
        return lab.Place(Common(parsed, account, Credential.Read(parsed, account, lab))) with
        {
            StateDirectory = parsed.GetValue(StateDirectory)?.FullName ?? lab.StateDirectory,
        };
    }

    private PhoneOptions Common(ParseResult parsed, AddressOfRecord account, UserCredential credential) => new()
    {
        Account = account,
        Credential = credential,
        Schemes = Credential.SchemesOf(parsed),
        Profile = Network.Profile(parsed),
        Registrar = Network.Registrar(parsed)?.Host,
        RegistrarPort = Network.Registrar(parsed)?.Port,
        Plan = Network.Plan(parsed),
        Timings = Network.Timings(parsed) with
        {
            Failback = parsed.GetValue(Failback)?.After ?? new DeviceTimings().Failback,
        },
        Failback = parsed.GetValue(Failback)?.Policy,
        LearnsRoots = parsed.GetValue(TrustOnFirstUse),
        Racing = !parsed.GetValue(NoRacing),
    };
}
