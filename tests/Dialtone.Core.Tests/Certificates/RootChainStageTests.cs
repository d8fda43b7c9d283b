using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Tests.Certificates;

public class RootChainStageTests
{
    private static readonly WebUrl Url = new(HostName.Parse("192.0.2.31"), "/CertProv", isSecure: false);
    private static readonly DeviceSettings Settings = new DeviceBench().Settings;

    private readonly KeepingJournal _journal = new();
    private readonly List<DeviceEffect> _effects = [];
    private Now _now = new(Instant.Zero, DeviceBench.WallClock);

    [Fact]
    public void Roots_are_taken_from_a_bundle_each_once_and_what_is_no_root_is_left()
    {
        var root = TestRoot.Of("Contoso Root CA");
        var stage = Answer(Bundle(TestRoot.Below("Contoso Issuing CA"), root, root, TestRoot.Of("Fabrikam Root CA")));

        stage.State.ShouldBe(CertificateStageState.Done);
        stage.Roots.ShouldNotBeNull().Roots.Select(each => each.Subject).ShouldBe(
            ["Contoso Root CA", "Fabrikam Root CA"]);
        _journal.Entries.OfType<JournalEntry.RootsLearned>().ShouldHaveSingleItem().Roots.ShouldBe(stage.Roots);
        var sent = HostEffects<NetEffect.SendHttp>().ShouldHaveSingleItem().Request;
        sent.ToString().ShouldBe("POST 192.0.2.31/CertProv");
        sent.Field("SOAPAction").ShouldBe("\"http://schemas.microsoft.com/OCS/AuthWebServices/GetRootCertChains\"");
        HostEffects<NetEffect.Close>().ShouldHaveSingleItem();
        stage.Deadline.ShouldBeNull();
    }

    [Fact]
    public void No_more_roots_are_taken_than_a_deployment_may_have()
    {
        var all = Enumerable.Range(0, LearnedRoots.RootsMax + 1).Select(i => TestRoot.Of($"CA {i}"));
        Answer(Bundle([.. all])).Roots.ShouldNotBeNull().Roots.Length.ShouldBe(LearnedRoots.RootsMax);
    }

    [Fact]
    public void Every_way_to_fail_is_told_apart()
    {
        Kind(new HttpResponse(404, "Not Found")).ShouldBe(RootChainFailureKind.Refused);
        Kind(new HttpResponse(200) { Body = "<html/>"u8.ToArray() }).ShouldBe(RootChainFailureKind.Malformed);
        Kind(new HttpResponse(200) { Body = new RootChainResponse { Bundle = new byte[] { 1 } }.ToBytes() })
            .ShouldBe(RootChainFailureKind.Malformed);
        Kind(Bundle(TestRoot.Below("Contoso Issuing CA"))).ShouldBe(RootChainFailureKind.NoRoot);

        var refused = Begin();
        refused.Handle(
            _now, new DeviceInput.OfHost(new NetInput.Ended(Flow, ChannelEnd.Refused)), _effects);
        refused.Failure.ShouldNotBeNull().Kind.ShouldBe(RootChainFailureKind.NotReached);

        var silent = Begin();
        _now = new(silent.Deadline.ShouldNotBeNull(), _now.WallClock);
        silent.Handle(_now, new DeviceInput.DeadlineReached(), _effects);
        silent.Failure.ShouldNotBeNull().Kind.ShouldBe(RootChainFailureKind.TooLate);
        _journal.Entries.OfType<JournalEntry.RootsNotLearned>().Count().ShouldBe(6);
    }

    private FlowId Flow => HostEffects<NetEffect.Connect>().Last().Flow;

    private static HttpResponse Bundle(params byte[][] certificates) => new(200)
    {
        Body = new RootChainResponse
        {
            Bundle = CertificateBundle.ToPkcs7([.. certificates.Select(each => (ReadOnlyMemory<byte>)each)]),
        }.ToBytes(),
    };

    private RootChainFailureKind Kind(HttpResponse response) => Answer(response).Failure.ShouldNotBeNull().Kind;

    private RootChainStage Begin()
    {
        var stage = new RootChainStage(Settings, Url, new SeededEntropy(1), new FlowIds(), _journal);
        stage.Begin(_now, _effects);
        return stage;
    }

    private RootChainStage Answer(HttpResponse response)
    {
        var stage = Begin();
        Give(new NetInput.Connected(Flow, DeviceBench.Local, new(IpAddress.Parse("192.0.2.31"), 80)));
        Give(new NetInput.HttpAnswered(Flow, response));
        return stage;

        void Give(NetInput input) => stage.Handle(_now, new DeviceInput.OfHost(input), _effects);
    }

    private IEnumerable<T> HostEffects<T>() =>
        _effects.OfType<DeviceEffect.OfHost>().Select(each => each.Effect).OfType<T>();
}
