using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Dialtone.Cli.Options;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Profiles;
using Dialtone.Relays;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Relay;

/// <summary>
/// <c>dialtone relay check</c>: whether a Media Relay answers, at every address and over each transport.
/// </summary>
internal static class RelayCommand
{
    public static Command Create()
    {
        var command = new Command("relay", "Media Relays: whether one answers.");
        command.Subcommands.Add(CreateCheck());
        return command;
    }

    private static Command CreateCheck()
    {
        var host = new Argument<(string Host, ushort? Port)>("host")
        {
            Description = "The relay's name or address. With a port, both transports are asked there; without, UDP "
                + "3478, and TCP 443 of an A/V Edge Server or 3478 of a TURN server.",
            CustomParser = ParseHost,
            HelpName = "HOST[:PORT]",
        };
        var network = new NetworkOptions();
        var userName = new Option<string?>("--user-name")
        {
            Description = "Also take an address as this user and give it back. For a TURN server; an A/V Edge Server "
                + "wants credentials that only a Registrar gives.",
            HelpName = "NAME",
        };
        var passwordFile = FileOption.Create(
            "--password-file",
            "Take the password from the first line of a file. Else: --password-stdin, "
            + $"{PasswordSource.PasswordVariable}, or a prompt.");
        var passwordStdin = new Option<bool>("--password-stdin")
        {
            Description = "Take the password from the first line of standard input.",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command(
            "check",
            "Ask a Media Relay whether it is there: an A/V Edge Server, or with --profile sip a TURN server.")
        {
            host,
        };
        network.AddToAsking(command);
        command.Options.Add(userName);
        command.Options.Add(passwordFile);
        command.Options.Add(passwordStdin);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (name, port) = parsed.GetValue(host);
            var dialect = network.Profile(parsed).Dialect == SipDialect.Standard
                ? RelayDialect.Standard
                : RelayDialect.AvEdge;
            var settings = Settings(name, port, dialect) with
            {
                Dns = new() { Servers = [.. network.DnsServers(parsed)] },
                Credentials = Credentials(
                    dialect, parsed.GetValue(userName), parsed.GetValue(passwordFile), parsed.GetValue(passwordStdin)),
            };
            var report = await RelayChecker.RunAsync(settings, cancellation);
            if (parsed.GetValue(json))
            {
                using var output = Console.OpenStandardOutput();
                RelayJson.Write(name, report, output);
                output.WriteByte((byte)'\n');
            }
            else
            {
                Print(settings.Host, report);
            }

            return report.IsReachable ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static RelayCheckSettings Settings(string name, ushort? port, RelayDialect dialect) => new()
    {
        Address = IpAddress.TryParse(name, out var address) ? address : null,
        Host = IpAddress.TryParse(name, out _) ? default : HostName.Parse(name),
        Dialect = dialect,
        UdpPort = port ?? RelayTarget.StunPort,
        TcpPort = port ?? (dialect == RelayDialect.AvEdge ? RelayTarget.AvEdgeTcpPort : RelayTarget.StunPort),
    };

    private static RelayCredentials? Credentials(
        RelayDialect dialect, string? userName, FileInfo? passwordFile, bool passwordStdin)
    {
        if (userName is null)
        {
            return passwordFile is null && !passwordStdin
                ? null
                : throw new UsageException("A password needs a user: give --user-name too.");
        }

        if (dialect == RelayDialect.AvEdge)
        {
            throw new UsageException(
                "--user-name is for a TURN server (--profile sip): an A/V Edge Server takes no password of a user.");
        }

        return RelayCredentials.Of(userName, PasswordSource.Read(userName, passwordFile, passwordStdin));
    }

    private static void Print(HostName host, RelayReport report)
    {
        var paint = Paint.ForOutput();
        if (report.Resolved is { Addresses.IsEmpty: true } resolved)
        {
            Console.WriteLine($" {paint.Bad("✗")} {host} {Words.Of(resolved.Status)}".TrimEnd());
        }

        foreach (var outcome in report.Outcomes)
        {
            var mark = outcome.IsGood ? paint.Good("✓") : paint.Bad("✗");
            Console.WriteLine($" {mark} {RelayText.PlaceOf(outcome.Target)}  {RelayText.Of(outcome)}");
        }
    }

    private static (string Host, ushort? Port) ParseHost(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (EndPointAddress.TryParse(text, 0, out var endPoint))
        {
            return (endPoint.Address.ToString(), endPoint.Port == 0 ? null : endPoint.Port);
        }

        var colon = text.LastIndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        ushort port = 0;
        if (!HostName.TryParse(name, out _) || (colon >= 0
            && (!ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port == 0)))
        {
            result.AddError($"'{text}' is not a relay such as turn.contoso.example, 192.0.2.30 or 192.0.2.30:3478.");
        }

        return (name, port == 0 ? null : port);
    }
}
