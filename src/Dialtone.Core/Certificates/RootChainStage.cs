using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Certificates;

/// <summary>
/// Learns the roots of a deployment from its certificate provisioning service, over plain HTTP and without proof, as a
/// phone does at its first contact. Whoever is on the way can give others: it is done only where a person wants it.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="url">The service, by <c>http</c>.</param>
/// <param name="entropy">Chance.</param>
/// <param name="flows">Numbers for the flows.</param>
/// <param name="journal">Where it is written down.</param>
public sealed class RootChainStage(
    DeviceSettings settings, WebUrl url, IEntropy entropy, FlowIds flows, IJournal journal)
{
    private readonly WebCall _call = new(settings, entropy, flows);
    private Instant _giveUpAt;

    /// <summary>How it stands.</summary>
    public CertificateStageState State { get; private set; }

    /// <summary>The roots, in state Done.</summary>
    public LearnedRoots? Roots { get; private set; }

    /// <summary>Why there are none, in state Failed.</summary>
    public RootChainFailure? Failure { get; private set; }

    /// <summary>When something must have happened; <c>null</c> while nothing is under way.</summary>
    public Instant? Deadline =>
        _call.Deadline is { } deadline ? Instant.Earlier(deadline, _giveUpAt) : null;

    /// <summary>Asks for them.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        _giveUpAt = now.Monotonic + settings.Timings.RootChain;
        _call.Send(
            now,
            new(url, "POST")
            {
                Fields =
                [
                    new HttpField("Content-Type", $"{SoapMessage.ContentType}; charset=utf-8"),
                    new HttpField(SoapMessage.ActionField, $"\"{RootChainRequest.Action}\""),
                ],
                Body = RootChainRequest.ToBytes(),
            },
            effects);
    }

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (State != CertificateStageState.Working)
        {
            return;
        }

        _call.Handle(now, input, effects);
        if (_call.Outcome is { } outcome)
        {
            journal.Write(new JournalEntry.WebCalled(now.Monotonic, Step.Certificate, outcome));
            Conclude(now, outcome);
            _call.Close(effects);
        }
        else if (_giveUpAt <= now.Monotonic)
        {
            _call.Close(effects);
            Fail(now, RootChainFailureKind.TooLate, null);
        }
    }

    /// <summary>Closes what is open, without a word.</summary>
    public void Abandon(List<DeviceEffect> effects) => _call.Close(effects);

    private void Conclude(Now now, WebOutcome outcome)
    {
        if (outcome.Status != WebStatus.Answered)
        {
            Fail(now, RootChainFailureKind.NotReached, outcome);
        }
        else if (outcome.HttpStatus != 200)
        {
            Fail(now, RootChainFailureKind.Refused, outcome);
        }
        else if (!RootChainResponse.TryRead(_call.Response!.Body.Span, out var response, out var fault))
        {
            Fail(now, RootChainFailureKind.Malformed, outcome, fault.ToString());
        }
        else if (!CertificateBundle.TryRead(response.Bundle, out var certificates))
        {
            Fail(now, RootChainFailureKind.Malformed, outcome, "what it gives is no PKCS#7 bundle of certificates");
        }
        else if (RootsOf(certificates) is not [_, ..] roots)
        {
            Fail(now, RootChainFailureKind.NoRoot, outcome);
        }
        else
        {
            Roots = new(settings.Account.Domain, $"{url}", now.WallClock, roots);
            State = CertificateStageState.Done;
            journal.Write(new JournalEntry.RootsLearned(now.Monotonic, Roots, outcome.Took));
        }
    }

    private static ImmutableArray<LearnedRoot> RootsOf(ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        var roots = ImmutableArray.CreateBuilder<LearnedRoot>();
        foreach (var certificate in certificates)
        {
            if (roots.Count < LearnedRoots.RootsMax && LearnedRoot.TryRead(certificate, out var root)
                && !roots.Any(each => each.Fingerprint == root.Fingerprint))
            {
                roots.Add(root);
            }
        }

        return roots.DrainToImmutable();
    }

    private void Fail(Now now, RootChainFailureKind kind, WebOutcome? outcome, string detail = "")
    {
        Failure = new(kind, $"{url}", outcome, detail);
        State = CertificateStageState.Failed;
        journal.Write(new JournalEntry.RootsNotLearned(now.Monotonic, Failure));
    }
}
