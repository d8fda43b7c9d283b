using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Certificates;

/// <summary>
/// Keeps TLS connections to the servers of the SIP domain waiting while the roots that they lead to are learned: the
/// first of them begins it. What is not learned in time is not waited for, and not asked for again at once.
/// </summary>
internal sealed class RootLearning(DeviceSettings settings, IEntropy entropy, FlowIds flows, IJournal journal)
{
    private readonly List<NetEffect.Connect> _held = [];
    private readonly List<DeviceEffect> _wanted = [];
    private RootChainStage? _stage;
    private WebUrl? _named;
    private Instant? _notBefore;

    /// <summary>Whether they are being learned.</summary>
    public bool IsBusy => _stage is not null;

    /// <summary>When something must have happened; <c>null</c> while nothing is under way.</summary>
    public Instant? Deadline => _stage?.Deadline;

    /// <summary>Keeps a connection waiting, unless there is nothing to wait for.</summary>
    /// <returns>Whether it waits.</returns>
    public bool TryHold(Now now, NetEffect.Connect connect, HostName server)
    {
        if (_stage is null)
        {
            if (_notBefore > now.Monotonic)
            {
                return false;
            }

            _stage = new(settings, AddressFor(server), entropy, flows, journal);
            _stage.Begin(now, _wanted);
        }

        _held.Add(connect);
        return true;
    }

    /// <summary>A connection is not wanted any more.</summary>
    /// <returns>Whether it has been waiting: then nobody else knows of it.</returns>
    public bool TryDrop(FlowId flow) => _held.RemoveAll(each => each.Flow == flow) > 0;

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input)
    {
        if (input is DeviceInput.DhcpAnswered { Outcome.WebServicesUrl: { } text }
            && WebUrl.TryParse(text, out var url))
        {
            // The same service, without TLS: what there is to learn is what TLS is to be judged by.
            _named = new(url.Host, url.Target, isSecure: false);
        }

        _stage?.Handle(now, input, _wanted);
    }

    /// <summary>What it wants done; nothing of it is left here.</summary>
    public DeviceEffect[] TakeWanted()
    {
        var wanted = _wanted.ToArray();
        _wanted.Clear();
        return wanted;
    }

    /// <summary>Ends it once it is over: the connections that waited go on.</summary>
    /// <param name="now">When.</param>
    /// <param name="roots">What was learned; <c>null</c> for nothing.</param>
    /// <param name="held">The connections.</param>
    public bool TryEnd(Now now, out LearnedRoots? roots, out NetEffect.Connect[] held)
    {
        (roots, held) = (null, []);
        if (_stage is not { State: not CertificateStageState.Working } over)
        {
            return false;
        }

        (roots, held) = (over.Roots, _held.ToArray());
        (_stage, _notBefore) = (null, now.Monotonic + settings.Timings.TargetMark);
        _held.Clear();
        return true;
    }

    private WebUrl AddressFor(HostName server) =>
        settings.RootChainUrl ?? _named ?? new(server, UcVendorOption.UsualPath, isSecure: false);
}
