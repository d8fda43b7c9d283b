using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Dialtone.Cli.Discover;
using Dialtone.Cli.Lab;
using Dialtone.Cli.Memory;
using Dialtone.Cli.SignIn;
using Dialtone.Cli.Simulate;

namespace Dialtone.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        var root = CreateRoot();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"See '{Path(parsed.CommandResult)} --help'.");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException)
        {
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
        var root = new Command("dialtone", "From power-on to registered: finds a phone's Registrar, signs in, and says what went wrong.")
        {
            SignInCommand.Create(),
            DiscoverCommand.Create(),
            MemoryCommand.Create(),
            LabCommand.Create(),
            SimulateCommand.Create(),
        };
        root.Options.Add(new HelpOption { Recursive = true });
        root.Options.Add(new VersionOption());
        return root;
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : command.Command.Name;
}
