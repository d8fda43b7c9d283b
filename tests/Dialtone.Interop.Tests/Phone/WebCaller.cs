using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Interop.Tests.Phone;

/// <summary>The web requests of a device, one after another, with nothing else of it, to this machine.</summary>
internal sealed class WebCaller : INode
{
    private static readonly DeviceSettings Settings = new()
    {
        Account = AddressOfRecord.TryParse("sip:alice@contoso.example", out var account)
            ? account : throw new InvalidOperationException(),
        Credential = UserCredential.FromPassword("alice", "unused"),
        Epid = "c8ca638a15",
    };

    private readonly Queue<WebRequest> requests;
    private readonly WebCall call;
    private readonly List<DeviceEffect> wanted = [];

    private WebCaller(IEnumerable<WebRequest> requests, FlowIds flows)
    {
        this.requests = new(requests);
        call = new(Settings, new SystemEntropy(), flows);
    }

    public Instant? Deadline => call.Deadline;

    /// <summary>What came of each request, with the body where there is one.</summary>
    public List<(WebOutcome Outcome, byte[] Body)> Outcomes { get; } = [];

    /// <summary>The connections that were made.</summary>
    public int Connections { get; private set; }

    public static Task<WebCaller> RunAsync(string? caFile, params IEnumerable<WebRequest> requests) =>
        RunAsync(caFile, new FlowIds(), requests);

    /// <summary>The same, where a proof asks the host for something too.</summary>
    public static async Task<WebCaller> RunAsync(
        string? caFile, FlowIds flows, params IEnumerable<WebRequest> requests)
    {
        var caller = new WebCaller(requests, flows);
        var count = caller.requests.Count;
        X509Certificate2Collection roots = [];
        if (caFile is not null)
        {
            roots.ImportFromPemFile(caFile);
        }

        await new LiveDriver(caller, new() { ExtraRoots = roots })
            .RunAsync(() => caller.Outcomes.Count == count, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60));
        return caller;
    }

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (input is NetInput.PowerOn)
        {
            Next(now);
        }
        else
        {
            call.Handle(now, input is NetInput.DeadlineReached
                ? new DeviceInput.DeadlineReached() : new DeviceInput.OfHost(input), wanted);
            if (call.Outcome is { } outcome && !ReferenceEquals(outcome, Outcomes.LastOrDefault().Outcome))
            {
                Outcomes.Add((outcome, call.Response?.Body.ToArray() ?? []));
                Next(now);
            }
        }

        foreach (var effect in wanted.Cast<DeviceEffect.OfHost>())
        {
            Connections += effect.Effect is NetEffect.Connect ? 1 : 0;
            effects.Add(effect.Effect);
        }

        wanted.Clear();
    }

    private void Next(Now now)
    {
        if (requests.TryDequeue(out var request))
        {
            call.Send(now, request, wanted, [IpAddress.Parse("127.0.0.1")]);
        }
    }
}
