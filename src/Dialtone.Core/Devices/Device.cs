using System.Diagnostics;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <summary>
/// A phone, from power-on to registered and after. The rules of this class:
/// <list type="number">
/// <item>Every change of <see cref="Phase"/> is here, and in no stage.</item>
/// <item>A phase that needs working state has a stage, made on entry and dropped on exit. At rest there is none.</item>
/// <item>A stage never changes the phase; it is asked how it stands.</item>
/// <item>A device that is switched on always has a deadline.</item>
/// <item>Nothing here loops over time: back-off and refresh are deadlines.</item>
/// </list>
/// </summary>
public sealed partial class Device(
    DeviceSettings settings, IEntropy entropy, IJournal journal, FlowIds flows, DeviceMemory? memory)
{
    /// <summary>How many Registrars are kept as known.</summary>
    public const int KnownRegistrarsMax = 8;

    // What outlives a connection: nonces of Digest where the profile keeps them, else the user's certificate.
    private object? _proofs =
        settings.Profile.KeepsNonces ? new DigestExchange(settings.Credential.Digest(settings.Account), entropy) : null;

    private DiscoveryStage? _discovery;
    private AttemptStage? _attempt;
    private Registration? _registration;
    private Cycle _cycle;
    private InstantOrNone _wake;
    private WayBack? _wayBack;
    private byte _failedCycles; // as far as is counted
    private TargetMarks? _marks;
    private TimeSpan _retryAfter; // zero where nobody asked for it
    private bool _isBarred; // trying sooner than planned could only do harm
    private bool _metIdleBackup;

    /// <summary>The settings as they are on the network that the machine is on now.</summary>
    internal DeviceSettings Settings { get; private set; } = settings;

    internal IEntropy Entropy => entropy;

    internal IJournal Journal => journal;

    /// <summary>Roots were learned: they are trusted from now on, for the servers that they hold for.</summary>
    internal void Trust(LearnedRoots roots) => Settings = Settings with { Roots = roots };

    /// <summary>What the device is doing.</summary>
    public DevicePhase Phase { get; private set; }

    /// <summary>What it remembers; replaced only after a 200 to REGISTER (S5).</summary>
    public DeviceMemory? Memory { get; private set; } = memory;

    /// <summary>The Registrar it is registered with; <c>null</c> while it is not.</summary>
    public Candidate? RegisteredWith => _registration?.Candidate;

    /// <summary>What its Registrar gave with the registration; <c>null</c> while there is none.</summary>
    public RegistrationGrants? Grants => _registration?.Grants;

    /// <summary>
    /// When the device wants to be told the time; <c>null</c> only while it is off.
    /// </summary>
    public Instant? Deadline => Phase switch
    {
        DevicePhase.Off => null,
        DevicePhase.SignedIn => Instant.Earlier(
            Instant.Earlier(_registration!.Deadline, Instant.Earlier(ServicesDeadline, _presence?.Deadline)),
            Instant.Earlier(Instant.Earlier(FailbackAt, FailbackStage?.Deadline), RenewalDeadline)),
        DevicePhase.BackingOff or DevicePhase.SigningOut => _wake,
        _ => Instant.Earlier(_discovery?.Deadline, _attempt?.Deadline),
    };

    private TargetMarks Marks => _marks ??= new();

    private DigestExchange? Digest => _proofs as DigestExchange;

    private CertificateKeeper Certificates
    {
        get
        {
            var keeper = _proofs as CertificateKeeper ?? new();
            _proofs ??= keeper;
            return keeper;
        }
    }

    private ProofRoom ProofRoom => new(Certificates, flows, journal);

    /// <summary>The certificate that proves the user; <c>null</c> where there is none.</summary>
    internal KeptCertificate? Certificate => (_proofs as CertificateKeeper)?.Certificate;

    /// <summary>A certificate that proves the user, kept by an earlier device.</summary>
    internal void Keep(KeptCertificate certificate) => Certificates.Certificate = certificate;

    /// <summary>Looks at the signature of a message that came over a channel.</summary>
    internal SignatureVerdict Judge(FlowId channel, SipMessage message) =>
        _registration is { } standing && standing.Channel == channel ? standing.Exchange.Judge(message)
            : _attempt?.Judge(channel, message) ?? FailbackStage?.Judge(channel, message) ?? default;

    /// <summary>Tells the device one thing and collects what it wants done.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        switch (Phase, input)
        {
            case (DevicePhase.Off, DeviceInput.PowerOn):
                journal.Write(new JournalEntry.PoweredOn(
                    now.Monotonic, Settings.Account.Uri, Settings.Profile.Name, Memory));
                BeginCycle(now, effects);
                break;

            case (DevicePhase.Off, _):
                break;

            case (_, DeviceInput.NetworkChanged changed):
                ChangeNetwork(now, changed, effects);
                break;

            case (_, DeviceInput.SaveFailed failed):
                journal.Write(new JournalEntry.SaveFailed(now.Monotonic, failed.Detail));
                break;

            case (DevicePhase.Discovering or DevicePhase.Attempting, DeviceInput.SignOut):
                StopCycle(effects);
                SwitchOff(now, confirmed: false);
                break;

            case (DevicePhase.BackingOff, DeviceInput.SignOut):
                SwitchOff(now, confirmed: false);
                break;

            case (DevicePhase.SignedIn, DeviceInput.SignOut):
                SignOut(now, effects);
                break;

            case (DevicePhase.Discovering or DevicePhase.Attempting, _):
                Advance(now, input, effects);
                break;

            case (DevicePhase.SignedIn, _):
                Keep(now, input, effects);
                if (Phase == DevicePhase.SignedIn)
                {
                    AdvanceFailback(now, input, effects);
                    AdvanceServices(now, input, effects);
                    AdvancePresence(now, input, effects);
                    AdvanceRenewal(now, input, effects);
                }

                break;

            case (DevicePhase.BackingOff, DeviceInput.DeadlineReached) when now.Monotonic >= _wake:
                BeginCycle(now, effects);
                break;

            case (DevicePhase.SigningOut, _):
                FinishSignOut(now, input, effects);
                break;

            default:
                break;
        }

        if (Phase != DevicePhase.SignedIn)
        {
            StopRenewal(effects);
        }

        Debug.Assert(Deadline is not null || Phase == DevicePhase.Off, "A device that is switched on has a deadline.");
    }
}
