using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Certificates;

/// <summary>
/// Gets a certificate for the user from the certificate provisioning service of the deployment: one source after the
/// other, until one gives it, or the user's own credential is refused. Knows nothing of phases; the caller reads
/// <see cref="State"/> after every call.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="sources">Where the service may be.</param>
/// <param name="entropy">Chance.</param>
/// <param name="flows">Numbers for the flows.</param>
/// <param name="journal">Where it is written down.</param>
public sealed class CertificateStage(
    DeviceSettings settings, CertificateSources sources, IEntropy entropy, FlowIds flows, IJournal journal)
{
    private readonly List<(CertificateSource Source, WebUrl Url)> _left = [];
    private readonly MadeKey _made = new();
    private CertificateExchange? _exchange;
    private Instant _began;

    /// <summary>How it stands.</summary>
    public CertificateStageState State { get; private set; }

    /// <summary>The certificate, in state Done.</summary>
    public KeptCertificate? Certificate { get; private set; }

    /// <summary>
    /// Who the user is, in state Done: as a rule that of the settings, else whom <see cref="FindsUser"/> has found.
    /// </summary>
    public AddressOfRecord? User { get; private set; }

    /// <summary>
    /// Whether nobody knows who the user is: number and PIN say it, and the service's answer.
    /// </summary>
    public bool FindsUser { get; init; }

    /// <summary>Why there is none, in state Failed: of several failures the one that came furthest.</summary>
    public CertificateFailure? Failure { get; private set; }

    /// <summary>When something must have happened; <c>null</c> while nothing is under way.</summary>
    public Instant? Deadline => _exchange?.Deadline;

    /// <summary>What proves the user over HTTP; <c>null</c> where nothing does.</summary>
    public WebAuthentication? Authentication { get; init; }

    /// <summary>
    /// The services that gave none in this cycle, which are not asked again: whoever looks at another Registrar's
    /// challenge is sent to them again. Those that give none now join them.
    /// </summary>
    internal FailedServices FailedBefore { get; init; } = new();

    /// <summary>Begins with the first source.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        _began = now.Monotonic;
        if (settings.CertificateService is { } given)
        {
            Look(now, CertificateSource.Given, $"{given}");
        }
        else
        {
            Look(now, CertificateSource.Kept, sources.Kept);
            Look(now, CertificateSource.Dhcp, sources.Dhcp);
            Look(now, CertificateSource.Challenge, sources.StsUri);
            Look(now, CertificateSource.Lyncdiscover, UsualAt(sources.Lyncdiscover));
            Look(now, CertificateSource.Dns, UsualAt(sources.Registrar));
        }

        Next(now, effects);
    }

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(effects);
        if (_exchange is not { } exchange)
        {
            return;
        }

        exchange.Handle(now, input, effects);
        if (exchange.Certificate is { } certificate)
        {
            exchange.Close(effects);
            (_exchange, Certificate, State) = (null, certificate, CertificateStageState.Done);
            User = exchange.User;
            journal.Write(new JournalEntry.CertificateObtained(now.Monotonic, certificate, now.Monotonic - _began));
            effects.Add(new DeviceEffect.OfHost(
                new NetEffect.SaveCertificate(KeptCertificateFormat.Write(certificate))));
        }
        else if (exchange.Failure is { } failure)
        {
            exchange.Close(effects);
            _exchange = null;
            failure = settings.Credential is { Kind: CredentialKind.Pin } pin
                ? failure with { Login = PeerText.Of(pin.Login) } : failure;
            FailedBefore.Add(exchange.Service, failure);
            Note(now, failure);
            Next(now, effects);
        }
    }

    /// <summary>Closes what is open, without a word.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        _exchange?.Close(effects);
        _exchange = null;
        _left.Clear();
    }

    private static string? UsualAt(HostName host) =>
        host.IsEmpty ? null : $"{new WebUrl(host, UcVendorOption.UsualPath)}";

    private void Look(Now now, CertificateSource source, string? text)
    {
        if (text is null)
        {
            return;
        }

        if (!WebUrl.TryParse(text, out var url) || !url.IsSecure)
        {
            Note(now, new(CertificateFailureKind.NoService, CertificateStep.Source)
            {
                Source = source,
                Url = PeerText.Of(text),
            });
        }
        else if (FailedBefore.Of(url) is { } failure)
        {
            Keep(failure);
        }
        else if (!_left.Exists(each => each.Url == url))
        {
            _left.Add((source, url));
        }
    }

    private void Next(Now now, List<DeviceEffect> effects)
    {
        // A key that cannot be made here cannot be made for another service either.
        if (_left is not [var next, ..] || Failure is { IsFinal: true } or { Kind: CertificateFailureKind.KeyNotMade })
        {
            Failure ??= new(CertificateFailureKind.NoService, CertificateStep.Source);
            State = CertificateStageState.Failed;
            return;
        }

        _left.RemoveAt(0);
        _began = now.Monotonic;
        journal.Write(new JournalEntry.CertificateSought(now.Monotonic, next.Source, $"{next.Url}"));
        _exchange = new(
            settings, FindsUser ? null : settings.Account, next.Source, next.Url, Authentication, _made, entropy, flows,
            journal);
        _exchange.Begin(now, effects);
    }

    private void Note(Now now, CertificateFailure failure)
    {
        journal.Write(new JournalEntry.CertificateFailed(now.Monotonic, failure, now.Monotonic - _began));
        Keep(failure);
    }

    private void Keep(CertificateFailure failure)
    {
        if (Failure is null || failure.IsFinal || failure.Step > Failure.Step)
        {
            Failure = failure;
        }
    }
}
