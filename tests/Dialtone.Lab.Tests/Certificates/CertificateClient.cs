using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Tests.Certificates;

/// <summary>
/// A device that wants a certificate and nothing else: the stage, on the network of a host. Names it looks up in the
/// deployment's records by itself.
/// </summary>
internal sealed class CertificateClient(
    Deployment deployment, DeviceSettings settings, IEntropy entropy) : INode
{
    private readonly Queue<DeviceInput> _inputs = [];

    public CertificateStage Stage { get; } = new(
        settings, new(deployment.CertificateServiceOf(LabPool.Pool01), null, default), entropy, new FlowIds(),
        new NoJournal());

    /// <inheritdoc/>
    public Instant? Deadline => Stage.Deadline;

    public bool IsFinished => Stage.State != CertificateStageState.Working;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        var wanted = new List<DeviceEffect>();
        if (input is NetInput.PowerOn)
        {
            Stage.Begin(now, wanted);
        }
        else
        {
            _inputs.Enqueue(input is NetInput.DeadlineReached
                ? new DeviceInput.DeadlineReached()
                : new DeviceInput.OfHost(input));
        }

        Perform(wanted, effects);
        while (_inputs.TryDequeue(out var next))
        {
            wanted.Clear();
            Stage.Handle(now, next, wanted);
            Perform(wanted, effects);
        }
    }

    private void Perform(List<DeviceEffect> wanted, NetEffects effects)
    {
        foreach (var effect in wanted)
        {
            switch (effect)
            {
                case DeviceEffect.OfHost { Effect: var ofHost }:
                    effects.Add(ofHost);
                    break;
                case DeviceEffect.AskAddresses ask:
                    _inputs.Enqueue(new DeviceInput.AddressesAnswered(ask.Name, Find(ask.Name)));
                    break;
                default:
                    break;
            }
        }
    }

    private DnsOutcome Find(HostName name)
    {
        var found = from record in deployment.Records
                    let data = record.Data as DnsData.A
                    where data is not null && record.Owner.Host == name
                    select data.Address;
        return new() { Status = DnsStatus.Answered, Addresses = [.. found] };
    }

    private sealed class NoJournal : IJournal
    {
        public void Write(JournalEntry entry)
        {
        }
    }
}
