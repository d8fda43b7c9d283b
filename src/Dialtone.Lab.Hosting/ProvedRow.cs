using Dialtone.Core.Rehearsal;

namespace Dialtone.Lab.Hosting;

/// <summary>A row of a rehearsal, and what really happened when a lab was broken so.</summary>
/// <param name="Row">The row.</param>
/// <param name="Device">The way that a phone with the same memory went; <c>null</c> where it did not sign in.</param>
/// <param name="NewDevice">The same of a phone without memory.</param>
/// <param name="DeviceTook">How long the first took, to its end.</param>
/// <param name="NewDeviceTook">How long the second took.</param>
public sealed record ProvedRow(
    RehearsalRow Row, SignInPath? Device, SignInPath? NewDevice, TimeSpan DeviceTook, TimeSpan NewDeviceTook)
{
    /// <summary>Whether both went as the rehearsal says: signed in or not, where, by what.</summary>
    public bool Agrees => Device == Row.DeviceRefused.Path && NewDevice == Row.NewDeviceRefused.Path;
}
