using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <summary>A machine of a deployment.</summary>
/// <param name="Name">Its fully qualified name.</param>
/// <param name="Address">Its address.</param>
public sealed record LabHost(HostName Name, IpAddress Address);
