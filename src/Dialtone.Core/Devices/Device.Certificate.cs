using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <content>
/// The certificate is renewed before its end, while the device is signed in: whoever must get one in the middle of an
/// outage gets none. The registration does not notice.
/// </content>
public sealed partial class Device
{
    private CertificateKeeper? Keeper => _proofs as CertificateKeeper;

    /// <summary>When another certificate is asked for, or something is due of that.</summary>
    private Instant? RenewalDeadline => Keeper?.Deadline;

    private void PlanRenewal(Now now)
    {
        if (Keeper is { Certificate: { } kept } keeper)
        {
            keeper.PlannedFor = kept;
            var left = kept.RenewAt(entropy) - now.WallClock;
            keeper.RenewAt = now.Monotonic + (left > TimeSpan.Zero ? left : SpreadOf(Settings.Timings.RenewalRetry));
        }
    }

    private void AdvanceRenewal(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (Keeper is not { Certificate: { } kept } keeper)
        {
            return;
        }

        if (keeper.Renewal is { } stage)
        {
            stage.Handle(now, input, effects);
            TakeRenewal(now, keeper, stage);
        }
        else if (!ReferenceEquals(keeper.PlannedFor, kept))
        {
            // The proof was renewed, and a new certificate got for it.
            PlanRenewal(now);
        }
        else if (keeper.RenewAt <= now.Monotonic)
        {
            var sources = new CertificateSources(null, null, _registration!.Candidate.Host) { Kept = kept.From };
            keeper.Renewal = new(Settings, sources, entropy, flows, journal)
            {
                Authentication = IntegratedAuthentication.Of(Settings, entropy, flows),
            };
            keeper.Renewal.Begin(now, effects);
            TakeRenewal(now, keeper, keeper.Renewal);
        }
    }

    private void TakeRenewal(Now now, CertificateKeeper keeper, CertificateStage stage)
    {
        switch (stage.State)
        {
            case CertificateStageState.Done:
                (keeper.Certificate, keeper.Renewal) = (stage.Certificate, null);
                PlanRenewal(now);
                break;
            case CertificateStageState.Failed:
                keeper.Renewal = null;
                // A password that is wrong now is wrong in an hour, and an account is locked by less.
                keeper.RenewAt = stage.Failure is { IsFinal: true } ? null
                    : now.Monotonic + (Settings.Timings.RenewalRetry / 2) + SpreadOf(Settings.Timings.RenewalRetry);
                break;
            default:
                break;
        }
    }

    private void StopRenewal(List<DeviceEffect> effects)
    {
        if (Keeper is { Renewal: { } stage } keeper)
        {
            stage.Abandon(effects);
            keeper.Renewal = null;
        }
    }

    private TimeSpan SpreadOf(TimeSpan time) => TimeSpan.FromSeconds(entropy.Below((uint)time.TotalSeconds + 1));
}
