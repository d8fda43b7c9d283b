namespace Dialtone.Wire.Provisioning;

/// <summary>The ports that a device may use for something.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest, not below the lowest.</param>
public readonly record struct PortRange(ushort First, ushort Last);
