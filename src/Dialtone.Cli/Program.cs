using System.CommandLine;
using System.CommandLine.Help;
using Dialtone.Cli.Compare;
using Dialtone.Cli.Dhcp;
using Dialtone.Cli.Discover;
using Dialtone.Cli.Dns;
using Dialtone.Cli.Explain;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Memory;
using Dialtone.Cli.Options;
using Dialtone.Cli.Rehearse;
using Dialtone.Cli.Relay;
using Dialtone.Cli.SignIn;
using Dialtone.Cli.Simulate;
using Dialtone.Cli.Test;
using Dialtone.Cli.Watch;

namespace Dialtone.Cli;

internal static class Program
{
    // Longer than a sign-out may take: whoever presses Ctrl-C gets the words of its end.
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(10);

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            Console.OutputEncoding = System.Text.Encoding.UTF8;
            var parsed = CreateRoot().Parse(arguments);
            if (parsed.Errors.Count == 0)
            {
                return await parsed.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = EndMax,
                });
            }

            foreach (var complaint in Complaints.Of(parsed))
            {
                await Console.Error.WriteLineAsync(complaint);
            }

            await Console.Error.WriteLineAsync($"See '{Complaints.PathOf(parsed.CommandResult)} --help'.");
            return ExitCodes.Usage;
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCodes.Failure;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A full disk behind standard output, no room for the lab's files: the machine's trouble, in its words.
            await Console.Error.WriteLineAsync($"A file or the output could not be written or read: {trouble.Message}");
            return ExitCodes.Failure;
        }
        catch (Exception defect)
        {
            await Console.Error.WriteLineAsync($"A defect of Dialtone, please report it: {defect}");
            return ExitCodes.Defect;
        }
    }

    /// <summary>
    /// A plain command in place of a RootCommand, which would call itself after the file that it was started from.
    /// </summary>
    private static Command CreateRoot()
    {
        var root = new Command(
            "dialtone", "From power-on to registered: finds a phone's Registrar, signs in, and says what went wrong.")
        {
            SignInCommand.Create(),
            TestCommand.Create(),
            CompareCommand.Create(),
            DiscoverCommand.Create(),
            ExplainCommand.Create(),
            DhcpCommand.Create(),
            DnsCommand.Create(),
            WatchCommand.Create(),
            RehearseCommand.Create(),
            MemoryCommand.Create(),
            RelayCommand.Create(),
            LabCommand.Create(),
            SimulateCommand.Create(),
        };
        root.Options.Add(new HelpOption { Recursive = true });
        root.Options.Add(new VersionOption());
        return root;
    }
}
