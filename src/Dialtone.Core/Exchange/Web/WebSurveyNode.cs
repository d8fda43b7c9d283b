using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>
/// Asks web servers at each of their addresses for one page each, one after another: a balanced name hides the one that
/// shows another certificate, or does not answer.
/// </summary>
/// <param name="settings">The settings of the device.</param>
/// <param name="targets">What is asked, and at which address.</param>
/// <param name="entropy">Chance.</param>
/// <param name="journal">Where it is written down.</param>
public sealed class WebSurveyNode(
    DeviceSettings settings, ImmutableArray<(WebUrl Url, IpAddress Address)> targets, IEntropy entropy,
    IJournal journal) : INode
{
    private readonly HostFlows _host = new();
    private readonly List<DeviceEffect> _wanted = [];
    private readonly FlowIds _flows = new();
    private WebCall? _call;
    private int _next;

    /// <summary>Whether every address was asked.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline => _call?.Deadline;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (input is NetInput.SignOut)
        {
            Leave();
        }
        else if (input is NetInput.DeadlineReached)
        {
            _call?.Handle(now, new DeviceInput.DeadlineReached(), _wanted);
        }
        else if (_host.Takes(input))
        {
            _call?.Handle(now, new DeviceInput.OfHost(input), _wanted);
        }

        GoOn(now);
        foreach (var effect in _wanted.OfType<DeviceEffect.OfHost>())
        {
            _host.Note(effect.Effect);
            effects.Add(effect.Effect);
        }

        _wanted.Clear();
    }

    private void GoOn(Now now)
    {
        while (!IsDone && _call is not { IsBusy: true })
        {
            if (_call is { Outcome: { } outcome })
            {
                journal.Write(new JournalEntry.WebCalled(now.Monotonic, Step.Certificate, outcome));
            }

            _call?.Close(_wanted);
            if (_next == targets.Length)
            {
                (IsDone, _call) = (true, null);
                return;
            }

            var (url, address) = targets[_next++];
            _call = new(settings, entropy, _flows);
            _call.Send(now, new(url), _wanted, [address]);
        }
    }

    private void Leave()
    {
        _call?.Close(_wanted);
        (IsDone, _call) = (true, null);
    }
}
