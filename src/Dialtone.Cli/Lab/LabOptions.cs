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
        return LoopbackLab.Check(names) is { } wrong ? throw new UsageException($"--fault: {wrong}") : names;
    }
}
