namespace Dialtone.Core.Rehearsal;

/// <summary>What one outage would come to, for a device that boots in it.</summary>
/// <param name="Outage">What is declared dead.</param>
/// <param name="Device">The device with what it remembers now, where what is dead keeps silent.</param>
/// <param name="NewDevice">One that remembers nothing, in the same case.</param>
public sealed record RehearsalRow(Outage Outage, RehearsedSignIn Device, RehearsedSignIn NewDevice)
{
    /// <summary>As <see cref="Device"/>, where what is dead refuses connections.</summary>
    public required RehearsedSignIn DeviceRefused { get; init; }

    /// <summary>As <see cref="NewDevice"/>, where what is dead refuses connections.</summary>
    public required RehearsedSignIn NewDeviceRefused { get; init; }

    /// <summary>
    /// The device that is signed in when the outage begins; <c>null</c> where none can be, even with nothing dead.
    /// </summary>
    public required RehearsedStay? SignedIn { get; init; }

    /// <summary>Whether either goes another way where what is dead refuses connections.</summary>
    public bool RefusingDiffers => DeviceRefused.Path != Device.Path || NewDeviceRefused.Path != NewDevice.Path;

    /// <summary>The sign-in of a device that meets the outage in one manner.</summary>
    /// <param name="manner">The manner.</param>
    /// <param name="remembers">Whether it is the one with memory.</param>
    public RehearsedSignIn Of(OutageManner manner, bool remembers) => (manner, remembers) switch
    {
        (OutageManner.Silent, true) => Device,
        (OutageManner.Silent, false) => NewDevice,
        (_, true) => DeviceRefused,
        (_, false) => NewDeviceRefused,
    };
}
