using System.CommandLine;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;

namespace Dialtone.Cli.Lab;

/// <summary><c>dialtone lab fault</c>: breaks a lab that runs, and mends it.</summary>
internal static class LabFaultCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name")
        {
            Description = "The fault; 'dialtone lab faults' lists the names.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var state = new Argument<string?>("state")
        {
            Description = "on or off.",
            HelpName = "on|off",
            Arity = ArgumentArity.ZeroOrOne,
        };
        state.AcceptOnlyFromAmong("on", "off");
        var list = new Option<bool>("--list") { Description = "Change nothing; say what is broken now." };
        var directory = RunningLab.Option();
        var command = new Command("fault", "Break a lab that runs, or mend it, and say what is broken then.")
        {
            name,
            state,
            list,
            directory,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(name), parsed.GetValue(state), parsed.GetValue(list), parsed.GetValue(directory),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string? name, string? state, bool list, string? directory, CancellationToken cancellation)
    {
        if (list ? name is not null : state is null)
        {
            throw new UsageException("lab fault takes a NAME with on or off, or --list alone.");
        }

        var lab = directory ?? await RunningLab.OnlyOneAsync(cancellation);
        var answer = name is null
            ? await LabControl.ListAsync(lab, cancellation)
            : await LabControl.SwitchAsync(lab, name, state == "on", cancellation);
        return answer switch
        {
            LabControlAnswer.Done done => Print(done),
            LabControlAnswer.Refused refused => throw new UsageException($"{refused}"),
            _ => await RunningLab.FailAsync(answer),
        };
    }

    private static int Print(LabControlAnswer.Done done)
    {
        Console.Out.WriteLine(done.Faults.IsEmpty ? "Nothing is broken." : "Broken on purpose");
        var width = done.Faults.Select(name => name.Length).DefaultIfEmpty().Max();
        foreach (var name in done.Faults)
        {
            var what = LabFault.TryFind(name, out var fault) ? fault.What : "";
            Console.Out.WriteLine($"  {name.PadRight(width)}  {what}".TrimEnd());
        }

        return ExitCodes.Success;
    }
}
