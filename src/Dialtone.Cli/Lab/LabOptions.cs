using System.CommandLine;
using Dialtone.Cli.Options;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Hosting;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Cli.Lab;

/// <summary>The options that put a lab in the network's place, and break it. Shared by several commands.</summary>
internal sealed class LabOptions
{
    /// <summary>Whether a lab is used.</summary>
    public Option<bool> Switch { get; } = new("--lab")
    {
        Description = "Start a lab on loopback for this run, and look there: no network, no rights, nothing to set up.",
    };

    /// <summary>What is broken in the lab.</summary>
    public Option<string[]> Fault { get; } = new("--fault")
    {
        Description = "Break the lab so; 'dialtone lab faults' lists the names. May be repeated.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>What the lab is built of, and what breaks in it when.</summary>
    public Option<FileInfo?> Scenario { get; } = FileOption.Create(
        "--scenario", "A JSON file that says what the lab is built of, and what breaks in it when.");

    public void AddTo(Command command)
    {
        command.Options.Add(Switch);
        command.Options.Add(Fault);
        command.Options.Add(Scenario);
    }

    /// <summary>
    /// The scenario in which the one fault shows that is asked for; <c>null</c> where none or several are, or a file
    /// says what the lab is.
    /// </summary>
    public LabScenario? FaultScenario(ParseResult parsed) =>
        parsed.GetValue(Scenario) is null && parsed.GetValue(Fault) is [var name] && LabFault.TryFind(name, out var one)
        && LabFaultScenario.TryOf(one, EmbeddedLab.ForTransactions, out var scenario) ? scenario : null;

    /// <summary>The lab that is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="basis">What is built where no file says so.</param>
    /// <exception cref="UsageException">There is no fault of a name, or it cannot be had on loopback, or the scenario
    /// cannot be read.</exception>
    public LabRequest Request(ParseResult parsed, Deployment basis)
    {
        var names = parsed.GetValue(Fault) ?? [];
        if (parsed.GetValue(Scenario) is not { } file)
        {
            Check("--fault", names, basis);
            return new(basis, [.. names], []);
        }

        if (!LabScenario.TryRead(Read(file), basis, out var scenario, out var fault))
        {
            throw new UsageException($"--scenario {file}: {fault}");
        }

        Check("--fault", names, scenario.Deployment);
        Check($"--scenario {file}", [.. scenario.Events.Select(one => one.Fault.Name)], scenario.Deployment);
        return new(scenario.Deployment, [.. names.Union(scenario.Faults)], scenario.Later);
    }

    /// <summary>The same, where nothing else is built than what a command has without a file.</summary>
    /// <exception cref="UsageException">As there.</exception>
    public LabRequest Request(ParseResult parsed) => Request(parsed, EmbeddedLab.OnLoopback);

    /// <summary>Refuses what breaks or builds a lab without the lab.</summary>
    /// <exception cref="UsageException">It is so.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(Switch))
        {
            return;
        }

        if (parsed.GetValue(Fault) is { Length: > 0 } names)
        {
            Check("--fault", names, EmbeddedLab.OnLoopback.WithBalancer());
            throw new UsageException("--fault breaks the lab: give --lab too.");
        }

        if (parsed.GetValue(Scenario) is not null)
        {
            throw new UsageException("--scenario says what the lab is: give --lab too.");
        }
    }

    private static void Check(string option, IReadOnlyList<string> names, Deployment deployment)
    {
        switch (LoopbackLab.Check(names, deployment))
        {
            case null:
                return;
            case LabStart.UnknownFault unknown:
                throw new UsageException(
                    $"{option}: the lab has no fault '{unknown.Name}'; 'dialtone lab faults' lists those it has.");
            case LabStart.FaultOfWorldOnly elsewhere:
                throw new UsageException($"{option}: '{elsewhere.Name}' needs a network that misbehaves, and "
                    + "'dialtone simulate' alone has one.");
            case var wrong:
                throw new UsageException($"{option}: {wrong}");
        }
    }

    // One byte more than is allowed is enough to refuse the rest.
    private static byte[] Read(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            var bytes = new byte[LabScenario.BytesMax + 1];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--scenario {file}: {error.Message}");
        }
    }
}
