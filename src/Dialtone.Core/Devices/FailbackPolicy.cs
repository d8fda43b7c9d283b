namespace Dialtone.Core.Devices;

/// <summary>
/// When a device that is registered with a server of lower priority tries the first one again. The names are those of
/// desk phones' own settings.
/// </summary>
public enum FailbackPolicy : byte
{
    /// <summary>Not before its registration is lost.</summary>
    Never,

    /// <summary>
    /// With every new request. The only request that a device without calls begins is REGISTER, so that this is
    /// <see cref="Registration"/> until it makes others.
    /// </summary>
    NewRequests,

    /// <summary>When the TTL of the DNS answer is over that gave the address of the server in use.</summary>
    DnsTtl,

    /// <summary>When the registration is renewed.</summary>
    Registration,

    /// <summary>After a time of its own (<see cref="DeviceTimings.Failback"/>).</summary>
    Duration,
}
