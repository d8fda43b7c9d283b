namespace Dialtone.Wire.Presence;

/// <summary>One thing that a device can do.</summary>
/// <param name="Name">What: <c>voice</c>, <c>text</c>.</param>
/// <param name="Capture">Whether it sends it.</param>
/// <param name="Render">Whether it shows or plays it.</param>
/// <param name="Publish">Whether it publishes it.</param>
public sealed record DeviceCapability(string Name, bool Capture, bool Render, bool Publish);
