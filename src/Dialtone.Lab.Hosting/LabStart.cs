using System.Collections.Immutable;

namespace Dialtone.Lab.Hosting;

/// <summary>What came of the wish to start a lab. Every text form is a sentence for the person who wished it.</summary>
public abstract record LabStart
{
    private LabStart()
    {
    }

    /// <summary>The lab runs, and every port of it is bound. Whoever asked for it disposes it.</summary>
    /// <param name="Lab">The lab.</param>
    public sealed record Running(LoopbackLab Lab) : LabStart
    {
        /// <inheritdoc/>
        public override string ToString() => "The lab runs.";
    }

    /// <summary>There is no fault of that name.</summary>
    /// <param name="Name">The name that was given.</param>
    /// <param name="Known">The names that a lab on loopback knows.</param>
    public sealed record UnknownFault(string Name, ImmutableArray<string> Known) : LabStart
    {
        /// <inheritdoc/>
        public override string ToString() => $"The lab has no fault '{Name}'. It has: {string.Join(", ", Known)}.";
    }

    /// <summary>The fault needs more of a network than loopback is.</summary>
    /// <param name="Name">The name of the fault.</param>
    public sealed record FaultOfWorldOnly(string Name) : LabStart
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"The fault '{Name}' needs more of a network than loopback is: it can be had in simulation alone.";
    }

    /// <summary>The fault is one of a load balancer, and the deployment has none.</summary>
    /// <param name="Name">The name of the fault.</param>
    public sealed record FaultNeedsBalancer(string Name) : LabStart
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"The fault '{Name}' needs a load balancer: a scenario with \"balancing\": \"hardware\" has one.";
    }

    /// <summary>
    /// This system answers on 127.0.0.1 alone, as macOS does, and a lab needs an address for each of its machines.
    /// </summary>
    /// <param name="Missing">The first address that is missing.</param>
    /// <param name="Commands">What an administrator does once, as command lines; gone with the next start.</param>
    public sealed record NoAddresses(string Missing, ImmutableArray<string> Commands) : LabStart
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"The lab needs loopback addresses of its own, and this system has no {Missing}. "
            + $"To add them until the next restart: {string.Join("; ", Commands)}";
    }

    /// <summary>A port could not be opened, though others were tried.</summary>
    /// <param name="Place">Whose port it is.</param>
    /// <param name="Detail">What the system said.</param>
    public sealed record NotBound(string Place, string Detail) : LabStart
    {
        /// <inheritdoc/>
        public override string ToString() => $"A port of '{Place}' could not be opened: {Detail}";
    }
}
