namespace Dialtone.Wire.Provisioning;

/// <summary>How much a device logs: <c>loggingLevel</c>.</summary>
public enum DeviceLogging : byte
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>A little.</summary>
    Low,

    /// <summary>More.</summary>
    Medium,

    /// <summary>All.</summary>
    High,
}
