using System.Collections.Immutable;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Cli.Lab;

/// <summary>The lab that a command line asks for.</summary>
/// <param name="Deployment">What is built.</param>
/// <param name="Faults">What is broken from the start, by name.</param>
/// <param name="Later">What breaks and mends later, in the order of time.</param>
internal sealed record LabRequest(
    Deployment Deployment, ImmutableArray<string> Faults, ImmutableArray<LabScenarioEvent> Later);
