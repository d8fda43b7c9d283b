using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Terminal;
using Dialtone.Core.Discovery;
using Dialtone.Core.Profiles;
using Dialtone.Core.Publishing;
using Dialtone.Net;
using Dialtone.Publishing;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Dhcp;

/// <summary><c>dialtone dhcp ask</c>: what every DHCP server on this wire tells a phone, side by side.</summary>
internal sealed class DhcpAskCommand
{
    private const ushort ServerPort = 67;
    private const string VlanAlone = "vlan";

    private readonly Option<string> _as = new("--as")
    {
        Description = $"{DeviceProfile.LyncPhone.Name} (Registrar and Web Services, then the VLAN), "
            + $"{DeviceProfile.Sip.Name} (option 120 without a vendor class), or {VlanAlone} alone.",
        DefaultValueFactory = _ => DeviceProfile.LyncPhone.Name,
        HelpName = $"{DeviceProfile.LyncPhone.Name}|{DeviceProfile.Sip.Name}|{VlanAlone}",
    };

    private readonly Option<string?> _interface = new("--interface")
    {
        Description = "The network interface to ask on. That of the default route if left out.",
        HelpName = "NAME",
    };

    private readonly Option<EndPointAddress?> _server = new("--dhcp-server")
    {
        Description = "Ask this one server alone, as through a relay agent that knows it.",
        CustomParser = ParseServer,
        HelpName = "ADDRESS[:PORT]",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON." };
    private readonly LabOptions _lab = new();
    private readonly Paint _paint = Paint.ForOutput();

    public static Command Create()
    {
        var options = new DhcpAskCommand();
        options._as.Validators.Add(CheckAs);
        var command = new Command(
            "ask", "Ask every DHCP server on this wire what a phone asks, and show their answers side by side.")
        {
            options._as,
            options._interface,
            options._server,
            options._json,
        };
        options._lab.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        _lab.Check(parsed);
        var purposes = Purposes(parsed.GetValue(_as)!);
        ImmutableArray<DhcpOutcome> outcomes;
        if (parsed.GetValue(_lab.Switch))
        {
            if (parsed.GetValue(_interface) is not null || parsed.GetValue(_server) is not null)
            {
                throw new UsageException("With --lab, the lab is where to look.");
            }

            await using var embedded = await EmbeddedLab.StartAsync(_lab.Request(parsed), cancellation);
            outcomes = await DhcpAsker.RunAsync(purposes, null, embedded.DhcpServer, cancellation);
        }
        else
        {
            outcomes = await DhcpAsker.RunAsync(
                purposes, Interface(parsed.GetValue(_interface)), parsed.GetValue(_server), cancellation);
        }

        var comparison = DhcpComparison.Of(outcomes);
        if (parsed.GetValue(_json))
        {
            using var output = Console.OpenStandardOutput();
            DhcpAskJson.Write(outcomes, comparison, output);
            output.WriteByte((byte)'\n');
        }
        else
        {
            Print(outcomes, comparison);
        }

        return comparison.IsSound ? ExitCodes.Success : ExitCodes.Failure;
    }

    private void Print(ImmutableArray<DhcpOutcome> outcomes, DhcpComparison comparison)
    {
        foreach (var outcome in outcomes)
        {
            Console.WriteLine(DhcpAskText.Of(outcome));
        }

        var rows = DhcpAskText.Of(comparison);
        var widths = Enumerable.Range(0, comparison.Servers.Length)
            .Select(column => rows.Max(row => row.Cells[column].Length)).ToList();
        var fits = 20 + widths.Sum(width => width + 2) <= Wrapped.Columns;
        foreach (var row in comparison.Servers.IsEmpty ? [] : rows)
        {
            var mark = row.Differs ? _paint.Warn("≠") : " ";
            if (fits)
            {
                var cells = row.Cells.Zip(widths, (cell, width) => cell.PadRight(width));
                Console.WriteLine($" {mark} {row.Name,-17}  {string.Join("  ", cells)}".TrimEnd());
                continue;
            }

            // Too wide for a table: each says its part below the other.
            Console.WriteLine($" {mark} {row.Name}");
            for (var i = 0; i < row.Cells.Length; i++)
            {
                Console.WriteLine($"     {comparison.Servers[i].Server}: {row.Cells[i]}");
            }
        }

        if (!comparison.Disagreements.IsEmpty)
        {
            Console.WriteLine(_paint.Bad("The servers do not agree: which one a phone believes is chance."));
        }

        foreach (var line in comparison.Findings.SelectMany(FindingText.Of))
        {
            Console.WriteLine(line);
        }
    }

    private static ImmutableArray<DhcpPurpose> Purposes(string name) => name switch
    {
        VlanAlone => [DhcpPurpose.VoiceVlan],
        _ when name == DeviceProfile.Sip.Name => [DhcpPurpose.SipServers],
        _ => [DhcpPurpose.UcPhone, DhcpPurpose.VoiceVlan],
    };

    private static string? Interface(string? name) =>
        name is not null && !LocalInterface.TryChoose(name, out _, out var reason)
            ? throw new UsageException($"--interface: {reason}")
            : name;

    private static void CheckAs(OptionResult result)
    {
        var name = result.GetValueOrDefault<string>();
        if (name != VlanAlone && name != DeviceProfile.LyncPhone.Name && name != DeviceProfile.Sip.Name)
        {
            result.AddError(
                $"--as takes {DeviceProfile.LyncPhone.Name}, {DeviceProfile.Sip.Name} or {VlanAlone}; "
                + $"'{name}' is none.");
        }
    }

    private static EndPointAddress? ParseServer(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (EndPointAddress.TryParse(text, ServerPort, out var server) && server.Port != 0 && server.Address.IsV4)
        {
            return server;
        }

        result.AddError($"--dhcp-server takes an IPv4 address such as 192.0.2.2; '{text}' is not one.");
        return null;
    }
}
