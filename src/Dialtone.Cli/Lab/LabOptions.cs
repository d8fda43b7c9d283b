using System.CommandLine;
using Dialtone.Lab.Hosting;

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

    public void AddTo(Command command)
    {
        command.Options.Add(Switch);
        command.Options.Add(Fault);
    }

    /// <summary>The names given with --fault.</summary>
    /// <exception cref="UsageException">There is no fault of a name, or it cannot be had on loopback.</exception>
    public IReadOnlyList<string> Faults(ParseResult parsed)
    {
        var names = parsed.GetValue(Fault) ?? [];
        return LoopbackLab.Check(names) switch
        {
            null => names,
            LabStart.UnknownFault unknown => throw new UsageException(
                $"--fault: the lab has no fault '{unknown.Name}'; 'dialtone lab faults' lists those it has."),
            LabStart.FaultOfWorldOnly elsewhere => throw new UsageException(
                $"--fault: '{elsewhere.Name}' needs a network that misbehaves, and 'dialtone simulate' alone has one."),
            var wrong => throw new UsageException($"--fault: {wrong}"),
        };
    }

    /// <summary>Refuses --fault without the lab that it would break, and faults that cannot be had.</summary>
    /// <exception cref="UsageException">It is so.</exception>
    public void Check(ParseResult parsed)
    {
        if (Faults(parsed).Count > 0 && !parsed.GetValue(Switch))
        {
            throw new UsageException("--fault breaks the lab: give --lab too.");
        }
    }
}
