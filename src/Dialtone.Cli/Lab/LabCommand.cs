using System.CommandLine;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;

namespace Dialtone.Cli.Lab;

/// <summary><c>dialtone lab</c>: a deployment on this machine, for phones and people to try.</summary>
internal static class LabCommand
{
    public static Command Create() => new("lab", "A deployment on loopback: DNS, DHCP, Registrars, an access proxy.")
    {
        Up(),
        LabFaultCommand.Create(),
        LabPresenceCommand.Create(),
        FaultList(),
    };

    private static Command Up()
    {
        var options = new LabOptions();
        var json = new Option<bool>("--json") { Description = "Print the sheet as JSON." };
        var command = new Command("up", "Start the lab, say where it is and who can sign in, and run until Ctrl-C.")
        {
            options.Fault,
            options.Scenario,
            json,
        };
        command.SetAction((parsed, cancellation) =>
            RunAsync(options.Request(parsed), parsed.GetValue(json), cancellation));
        return command;
    }

    private static Command FaultList()
    {
        var command = new Command(
            "faults",
            "List what --fault can break, and the finding that 'dialtone test' comes to: - where a phone does not see "
            + "it, or another way leads on.");
        command.SetAction(_ =>
        {
            var width = LabFault.All.Max(fault => fault.Name.Length);
            foreach (var fault in LabFault.All)
            {
                var where = fault.Hosting == FaultHosting.WorldOnly ? " (in simulation alone)" : "";
                var code = LabFaultScenario.TryOf(fault, EmbeddedLab.OnLoopback, out var scenario)
                    ? scenario.Expect!.Finding?.ToString() : null;
                Console.Out.WriteLine($"{fault.Name.PadRight(width)}  {code ?? "-",-6}  {fault.What}{where}");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<int> RunAsync(LabRequest request, bool json, CancellationToken cancellation)
    {
        // What is not the sheet goes beside it: a program reads the one, a person the other.
        await using (var lab = await EmbeddedLab.StartAsync(request, cancellation))
        {
            var why = lab.Listen();
            await PrintAsync(lab.Sheet, json);
            if (why.Length > 0)
            {
                await Console.Error.WriteLineAsync($"No faults can be switched while it runs: {why}");
            }

            await Console.Error.WriteLineAsync("The lab runs. Ctrl-C stops it.");
            try
            {
                await lab.WaitAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // That is how it is meant to end.
            }
        }

        await Console.Error.WriteLineAsync("The lab has stopped; nothing of it is left.");
        return ExitCodes.Success;
    }

    private static async Task PrintAsync(LabSheet sheet, bool json)
    {
        if (!json)
        {
            LabSheetText.Write(sheet, Console.Out);
            return;
        }

        await using var output = Console.OpenStandardOutput();
        LabSheetJson.Write(sheet, output);
        output.Write("\n"u8);
    }
}
