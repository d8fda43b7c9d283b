using System.CommandLine;

namespace Dialtone.Cli.Dhcp;

/// <summary><c>dialtone dhcp</c>: the options that phones live on, to publish and to read.</summary>
internal static class DhcpCommand
{
    public static Command Create()
    {
        var command = new Command("dhcp", "The DHCP options that phones live on: what to set, and what is set.");
        command.Subcommands.Add(DhcpAskCommand.Create());
        command.Subcommands.Add(DhcpEncodeCommand.Create());
        command.Subcommands.Add(DhcpDecodeCommand.Create());
        return command;
    }
}
