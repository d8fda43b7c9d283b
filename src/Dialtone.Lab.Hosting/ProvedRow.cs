using Dialtone.Core.Rehearsal;

namespace Dialtone.Lab.Hosting;

/// <summary>A row of a rehearsal, and what really happened when a lab was broken so.</summary>
/// <param name="Row">The row.</param>
/// <param name="Device">A phone with the same memory that booted in it.</param>
/// <param name="NewDevice">One without memory that booted in it.</param>
/// <param name="SignedIn">One that was signed in before.</param>
public sealed record ProvedRow(RehearsalRow Row, ProvedPhone Device, ProvedPhone NewDevice, ProvedPhone SignedIn)
{
    /// <summary>Whether all went as the rehearsal says: signed in or not, where, by what.</summary>
    public bool Agrees => Device.Path == Row.DeviceRefused.Path && NewDevice.Path == Row.NewDeviceRefused.Path
        && Row.SignedIn is { } stay && (IsElsewhere
            || (SignedIn.IsKept == stay.IsKept && IsLike(SignedIn.Path, stay.Path)));

    // At another Front End than the one that died it notices nothing.
    private bool IsElsewhere => SignedIn.IsKept && !Row.Outage.Others.IsEmpty;

    // A phone that was signed in comes to the backup, by one way or another, at the moment at which that takes it.
    private bool IsLike(SignInPath? really, SignInPath? rehearsed) => Row.Outage.Primary.IsEmpty
        ? really == rehearsed
        : really?.IsLimited == rehearsed?.IsLimited;
}
