using System.CommandLine;
using Dialtone.Lab.Hosting;

namespace Dialtone.Cli.Lab;

/// <summary>A lab that runs in another process.</summary>
internal static class RunningLab
{
    public static Option<string?> Option() => new("--lab")
    {
        Description = "The directory of the lab, which 'lab up' prints. Left out where only one runs.",
        HelpName = "DIR",
    };

    public static async Task<string> OnlyOneAsync(CancellationToken cancellation) =>
        await LabControl.FindAsync(cancellation) switch
        {
            [var one] => one,
            [] => throw new UsageException("No lab of yours runs here: start one with 'dialtone lab up'."),
            var several => throw new UsageException(
                $"Several labs of yours run here: say which one with --lab. {string.Join(", ", several)}"),
        };

    public static async Task<int> FailAsync(LabControlAnswer answer)
    {
        await Console.Error.WriteLineAsync($"{answer}");
        return ExitCodes.Failure;
    }
}
