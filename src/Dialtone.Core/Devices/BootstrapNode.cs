using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <summary>
/// A phone that knows a number and a PIN, and not whose they are: finds the certificate provisioning service by DHCP
/// option 43, gets a certificate there, and learns from it who the user is. With that certificate a
/// <see cref="DeviceNode"/> signs in. The same stages as <see cref="Device"/>.
/// </summary>
/// <param name="settings">
/// The settings. The credential is a number with its PIN; the account is not looked at, and its domain only where roots
/// are learned.
/// </param>
/// <param name="expected">Who it must be; <c>null</c> for anybody.</param>
/// <param name="entropy">Chance.</param>
/// <param name="journal">Where it is written down.</param>
public sealed class BootstrapNode(
    DeviceSettings settings, AddressOfRecord? expected, IEntropy entropy, IJournal journal) : INode
{
    private readonly FlowIds _flows = new();
    private readonly HostFlows _host = new();
    private readonly Queue<DeviceInput> _inputs = [];
    private readonly List<DeviceEffect> _wanted = [];
    private Questions? _questions;
    private CertificateStage? _stage;
    private DhcpOutcome? _dhcp;

    /// <summary>The certificate, once it is there.</summary>
    public KeptCertificate? Certificate { get; private set; }

    /// <summary>Who the user is, once that is known and is who it must be.</summary>
    public AddressOfRecord? User { get; private set; }

    /// <summary>Whether it has come to its end, with a certificate or without.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline => IsDone ? null : Instant.Earlier(_questions?.Deadline, _stage?.Deadline);

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (IsDone)
        {
            return;
        }

        switch (input)
        {
            case NetInput.PowerOn:
                journal.Write(new JournalEntry.PoweredOn(now.Monotonic, "", settings.Profile.Name, Memory: null));
                journal.Write(new JournalEntry.CycleBegan(now.Monotonic, Cycle.Scratch));
                _questions = new(settings, entropy, _flows);
                Begin(now);
                break;
            case NetInput.SignOut:
                _stage?.Abandon(_wanted);
                _wanted.Add(new DeviceEffect.StopAsking());
                Perform(now, effects);
                IsDone = true;
                return;
            case var _ when _host.Takes(input):
                _inputs.Enqueue(new DeviceInput.OfHost(input));
                break;
            default:
                _questions?.Handle(now, input, effects, _inputs);
                if (input is NetInput.DeadlineReached)
                {
                    _inputs.Enqueue(new DeviceInput.DeadlineReached());
                }

                break;
        }

        Perform(now, effects);
        while (!IsDone && _inputs.TryDequeue(out var next))
        {
            Take(now, next);
            Perform(now, effects);
        }
    }

    private void Begin(Now now)
    {
        if (settings.CertificateService is not null || !settings.UseDhcp)
        {
            Seek(now);
        }
        else if (settings.DhcpInterface is null)
        {
            Hear(now, new() { Status = DhcpStatus.Unavailable, Detail = settings.DhcpInterfaceMissing });
        }
        else
        {
            _wanted.Add(new DeviceEffect.AskDhcp());
        }
    }

    private void Take(Now now, DeviceInput input)
    {
        if (input is DeviceInput.DhcpAnswered dhcp && _dhcp is null)
        {
            Hear(now, dhcp.Outcome);
            return;
        }

        if (_stage is { } stage)
        {
            stage.Handle(now, input, _wanted);
            Settle(now, stage);
        }
    }

    private void Hear(Now now, DhcpOutcome outcome)
    {
        _dhcp = outcome;
        journal.Write(new JournalEntry.DhcpSeen(now.Monotonic, outcome));
        Seek(now);
    }

    private void Seek(Now now)
    {
        _stage = new(settings, new(_dhcp?.WebServicesUrl, null, default), entropy, _flows, journal)
        {
            FindsUser = true,
        };
        _stage.Begin(now, _wanted);
        Settle(now, _stage);
    }

    private void Settle(Now now, CertificateStage stage)
    {
        switch (stage)
        {
            case { State: CertificateStageState.Done, User: { } user }:
                var found = new JournalEntry.UserFound(
                    now.Monotonic, user.Uri, settings.Credential.Login, expected?.Uri ?? "");
                journal.Write(found);
                (Certificate, User) = found.IsExpected ? (stage.Certificate, user) : (null, null);
                End(now, found.IsExpected ? null : CycleEnd.Refused);
                break;
            case { State: CertificateStageState.Failed, Failure: { } failure }:
                End(now, failure.IsFinal ? CycleEnd.Refused
                    : failure.Step == CertificateStep.Source && _dhcp?.WebServicesUrl is null
                        && settings.CertificateService is null
                            ? CycleEnd.NothingFound : CycleEnd.EveryCandidateFailed);
                break;
            default:
                break;
        }
    }

    private void End(Now now, CycleEnd? why)
    {
        IsDone = true;
        if (why is { } reason)
        {
            journal.Write(new JournalEntry.CycleFailed(now.Monotonic, Cycle.Scratch, reason));
        }

        _wanted.Add(new DeviceEffect.StopAsking());
    }

    private void Perform(Now now, NetEffects effects)
    {
        foreach (var effect in _wanted.ToArray())
        {
            switch (effect)
            {
                // The certificate is its user's; whoever runs this keeps it where that one looks.
                case DeviceEffect.OfHost { Effect: NetEffect.SaveCertificate }:
                    break;
                case DeviceEffect.OfHost { Effect: var ofHost }:
                    _host.Note(ofHost);
                    effects.Add(ofHost);
                    break;
                default:
                    _ = _questions!.Perform(now, effect, effects, _inputs);
                    break;
            }
        }

        _wanted.Clear();
    }
}
