namespace Dialtone.Core.Devices;

/// <summary>What a device is doing. All changes are in <see cref="Device"/>.</summary>
public enum DevicePhase : byte
{
    /// <summary>Nothing: not switched on, or signed out.</summary>
    Off,

    /// <summary>Waiting for DNS or DHCP before a next candidate can be named.</summary>
    Discovering,

    /// <summary>Trying a candidate: addresses, connection, TLS, REGISTER.</summary>
    Attempting,

    /// <summary>Registered.</summary>
    SignedIn,

    /// <summary>Waiting before the next cycle.</summary>
    BackingOff,

    /// <summary>Waiting for the Registrar to confirm that the binding is gone.</summary>
    SigningOut,
}
