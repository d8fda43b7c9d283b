using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Certificates;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Tests.Proofs;

public class RenewalTests
{
    private const string Pin = "135790";

    private readonly CertificateBench _services = new() { TicketPort = UsernameToken.PortName };
    private readonly ProofBench _bench;

    public RenewalTests()
    {
        _bench = new ProofBench
        {
            Registrar = new() { Offers = [SipScheme.TlsDsk] },
            Credential = UserCredential.FromPin("4711", Pin),
        };
        _bench.Services = effect =>
        {
            _services.Now = _bench.Now;
            return _services.Answer(effect);
        };
        _bench.Node.Keep(SchemeTests.Certificate(DeviceBench.WallClock.AddHours(4)) with
        {
            From = CertificateBench.Service,
            ObtainedAt = DeviceBench.WallClock,
        });
        _bench.PowerOn();
        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_certificate_is_renewed_at_four_fifths_of_its_life_and_the_registration_stands()
    {
        _bench.Pass(TimeSpan.FromHours(2.9));
        _services.Requests.ShouldBeEmpty();
        _bench.Pass(TimeSpan.FromHours(0.6));

        var sought = _bench.Entries<JournalEntry.CertificateSought>().ShouldHaveSingleItem();
        (sought.Source, sought.Url).ShouldBe((CertificateSource.Kept, CertificateBench.Service));
        _bench.Entries<JournalEntry.CertificateObtained>().ShouldHaveSingleItem().Certificate.NotAfter
            .ShouldBeGreaterThan(DeviceBench.WallClock.AddDays(179));
        _bench.Effects.OfType<NetEffect.SaveCertificate>().ShouldHaveSingleItem().Bytes.ShouldNotBeNull();
        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.ChannelLost>().ShouldBeEmpty();
        WebFlows().ShouldBe(0);
    }

    [Fact]
    public void What_could_not_be_renewed_is_tried_again_in_about_an_hour()
    {
        _services.Instead["/mex"] = _ => new HttpResponse(503);
        _bench.Pass(TimeSpan.FromHours(2.9 + 0.6));
        var failed = _bench.Entries<JournalEntry.CertificateFailed>().ToList();
        failed.Select(each => each.Failure.Source).Distinct()
            .ShouldBe([CertificateSource.Kept, CertificateSource.Dns]);
        _services.Instead.Clear();
        _bench.Pass(TimeSpan.FromHours(1.5));

        _bench.Entries<JournalEntry.CertificateObtained>().ShouldHaveSingleItem();
        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_credential_that_is_refused_is_not_shown_again()
    {
        _services.Instead["/Auth"] = _ => new HttpResponse(500)
        {
            Body = new SoapFault("wsse:FailedAuthentication", "x") { ErrorId = 1, Reason = "IncorrectPin" }.ToBytes(),
        };
        _bench.Pass(TimeSpan.FromHours(3.7));

        _bench.Entries<JournalEntry.CertificateFailed>().ShouldHaveSingleItem().Failure.Pin
            .ShouldBe(PinReason.Incorrect);
        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Signing_out_in_the_middle_leaves_nothing_open()
    {
        _services.Instead["/mex"] = _ => null;
        _bench.Pass(TimeSpan.FromHours(2.9));
        for (var turn = 0; _services.Requests.Count == 0; turn++)
        {
            turn.ShouldBeLessThan(200);
            _bench.Pass(TimeSpan.FromSeconds(10));
        }

        WebFlows().ShouldBe(1);
        _bench.Give(new NetInput.SignOut());

        WebFlows().ShouldBe(0);
    }

    private int WebFlows() => _bench.Effects.OfType<NetEffect.Connect>().Count(each => each.To.Port == 443
        && !_bench.Effects.OfType<NetEffect.Close>().Any(close => close.Flow == each.Flow));
}
