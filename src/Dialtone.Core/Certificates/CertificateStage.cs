using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.Certificates;

/// <summary>
/// Gets a certificate for the user from the certificate provisioning service of the deployment: one source after the
/// other. Knows nothing of phases; the caller reads <see cref="State"/> after every call.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="sources">Where the service may be.</param>
/// <param name="entropy">Chance.</param>
/// <param name="flows">Numbers for the flows.</param>
/// <param name="journal">Where it is written down.</param>
public sealed class CertificateStage(
    DeviceSettings settings, CertificateSources sources, IEntropy entropy, FlowIds flows, IJournal journal)
{
    private readonly (DeviceSettings, CertificateSources, IEntropy, FlowIds, IJournal) _given =
        (settings, sources, entropy, flows, journal);

    /// <summary>How it stands.</summary>
    public CertificateStageState State { get; private set; }

    /// <summary>The certificate, in state Done.</summary>
    public KeptCertificate? Certificate { get; private set; }

    /// <summary>Why there is none, in state Failed.</summary>
    public CertificateFailure? Failure { get; private set; }

    /// <summary>When something must have happened; <c>null</c> while nothing is under way.</summary>
    public Instant? Deadline { get; private set; }

    /// <summary>Begins with the first source.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        Deadline = null;
        Certificate = null;
        Failure = new(CertificateFailureKind.NoService, CertificateStep.Source) { Reason = _given.Item2.ToString() };
        State = CertificateStageState.Failed;
    }

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (State == CertificateStageState.Working)
        {
            Begin(now, effects);
        }
    }

    /// <summary>Closes what is open, without a word.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        Deadline = null;
    }
}
