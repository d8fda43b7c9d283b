using System.CommandLine;

namespace Dialtone.Cli.Dns;

/// <summary><c>dialtone dns</c>: the records that devices live on, to publish and to check.</summary>
internal static class DnsCommand
{
    public static Command Create()
    {
        var command = new Command("dns", "The DNS records that devices live on: what to publish, and what is there.");
        command.Subcommands.Add(DnsCheckCommand.Create());
        command.Subcommands.Add(DnsRecordsCommand.Create());
        return command;
    }
}
