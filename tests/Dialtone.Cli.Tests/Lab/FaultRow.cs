namespace Dialtone.Cli.Tests.Lab;

/// <summary>What <c>sign-in --lab --fault NAME</c> comes to.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Verdict">The verdict; two of them, with a bar between, where chance or haste decides.</param>
/// <param name="Exit">The exit code with <c>--strict</c>; -1 where chance or haste decides.</param>
public sealed record FaultRow(string Fault, string Verdict, int Exit)
{
    /// <summary>The step at which the sign-in failed; empty where it did not.</summary>
    public string Step { get; init; } = "";

    /// <summary>The kind of the failure; empty where the step says it all.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Words that are in the reason, or in the degradations.</summary>
    public string Says { get; init; } = "";

    /// <summary>Words that are in one of the degradations, the rest of which has addresses of this run.</summary>
    public string SaysPart { get; init; } = "";

    /// <summary>The Registrar that was registered with: host, transport and source.</summary>
    public string Registrar { get; init; } = "";

    /// <summary>What else is on the command line.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Whether the lab needs IPv6 on loopback for it.</summary>
    public bool NeedsIPv6 { get; init; }

    public override string ToString() => string.Join(' ', [Fault, .. Options]);
}
