using Dialtone.Core.Time;
using Dialtone.Lab.Faults;

namespace Dialtone.Lab.Scenarios;

/// <summary>A fault of a run, from when to when.</summary>
public sealed record FaultWindow(LabFault Fault, Instant From, Instant To);

/// <summary>A server that is lost, from when to when.</summary>
public sealed record OutageWindow(string Place, Instant From, Instant To);

/// <summary>A server whose machine is clogged, from when to when.</summary>
public sealed record ClogWindow(string Place, Instant From, Instant To);

/// <summary>A device and a server that are parted, and from nobody else, from when to when.</summary>
/// <param name="Device">Which device, from 0.</param>
/// <param name="Place">The server.</param>
/// <param name="From">From when.</param>
/// <param name="To">Until when.</param>
public sealed record PartitionWindow(int Device, string Place, Instant From, Instant To);
