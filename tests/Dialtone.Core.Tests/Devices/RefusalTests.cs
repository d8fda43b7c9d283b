using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

public class RefusalTests
{
    private static readonly EndPointAddress Balancer = DeviceBench.At(DeviceBench.Balancer, 5061);

    [Theory]
    [InlineData("403 Forbidden", RegisterFailureKind.Forbidden)]
    [InlineData("404 Not Found", RegisterFailureKind.UserNotFound)]
    [InlineData("604 Does Not Exist Anywhere", RegisterFailureKind.UserNotFound)]
    [InlineData("489 Bad Event", RegisterFailureKind.Refused)]
    [InlineData("603 Decline", RegisterFailureKind.Refused)]
    public void A_refusal_ends_the_cycle_and_the_pause_is_long(string status, RegisterFailureKind kind)
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer(status);
        bench.PowerOn();

        bench.Attempts.Length.ShouldBe(1);
        bench.Sent.Count.ShouldBe(1);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind.ShouldBe(kind);
        bench.Entries<JournalEntry.AttemptFailed>().ShouldHaveSingleItem().Final.ShouldBeTrue();
        ShouldPause(bench);
    }

    [Fact]
    public void A_wrong_password_is_tried_once()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Digest("another password");
        bench.PowerOn();

        bench.Sent.Count.ShouldBe(2);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.CredentialRejected);
        ShouldPause(bench);
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    public void A_refusal_of_the_known_Registrar_is_no_last_word(string status)
    {
        var bench = WithTwoRungs(DeviceBench.Remembered(DeviceBench.Pool02, DeviceBench.Balancer));
        bench.Registrars[Balancer] = request => request.Answer(status);
        bench.PowerOn();

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool01);
        bench.Attempts.ShouldBe(["Known: Known Tls pool02:5061", "Scratch: InternalSrv Tls pool01:5061"]);
    }

    [Fact]
    public void A_credential_that_the_known_Registrar_rejects_is_tried_nowhere_else()
    {
        var bench = WithTwoRungs(DeviceBench.Remembered(DeviceBench.Pool02, DeviceBench.Balancer));
        bench.Registrars[Balancer] = request => request.Digest("another password");
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Known: Known Tls pool02:5061"]);
        ShouldPause(bench);
    }

    [Fact]
    public void A_rejected_credential_is_not_tried_again_because_a_cable_moves()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Digest("another password");
        bench.PowerOn();
        bench.Give(new DeviceInput.NetworkChanged());

        bench.Sent.Count.ShouldBe(2);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);

        bench.Pass(TimeSpan.FromMinutes(15));
        bench.Sent.Count.ShouldBe(4);
    }

    [Fact]
    public void A_user_that_one_network_does_not_know_may_be_known_on_the_next()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer("404 Not Found");
        bench.PowerOn();
        bench.Registrar = request => request.Ok();
        bench.Give(new DeviceInput.NetworkChanged());

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_redirect_is_followed_in_the_order_of_q()
    {
        var bench = WithTwoRungs();
        bench.Registrar = Redirect(
            "<sip:pool03.contoso.example:5061;transport=TLS>;q=0.3",
            "<sip:pool02.contoso.example;transport=tls>;q=0.7");
        bench.Registrars[Balancer] = request => request.Answer("503 Service Unavailable");
        bench.Addresses[DeviceBench.Domain.Under("pool03")] = DeviceBench.Found(DeviceBench.EdgeAddress);
        bench.Registrars[DeviceBench.At(DeviceBench.EdgeAddress, 5061)] = request => request.Digest();
        bench.PowerOn();

        bench.Attempts.ShouldBe(
        [
            "Scratch: InternalSrv Tls pool01:5061", "Scratch: Redirect Tls pool02:5061",
            "Scratch: Redirect Tls pool03:5061",
        ]);
        bench.Device.Memory!.Registrar.Host.ShouldBe(DeviceBench.Domain.Under("pool03"));
        bench.Device.Memory.RegistrarAddresses.ShouldBe([DeviceBench.EdgeAddress]);
    }

    [Fact]
    public void A_redirect_to_where_it_has_been_is_not_followed()
    {
        var bench = WithTwoRungs();
        bench.Registrar = Redirect("<sip:pool02.contoso.example:5061;transport=tls>");
        bench.Registrars[Balancer] = Redirect("<sip:pool01.contoso.example:5061;transport=tls>");
        bench.PowerOn();

        var loop = bench.Entries<JournalEntry.Redirected>().First(e => e.To.IsEmpty);
        loop.Rejected.ShouldHaveSingleItem().Reason.ShouldBe(RejectionReason.RedirectLoop);
        bench.Entries<JournalEntry.RegisterFailed>().First().Failure
            .ShouldSatisfyAllConditions(
                f => f.Kind.ShouldBe(RegisterFailureKind.RedirectUnusable), f => f.Status.ShouldBe(301));
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Fact]
    public void Redirects_come_to_an_end()
    {
        var bench = WithTwoRungs();
        var next = 10;
        bench.Registrar = request => Redirect($"<sip:pool{next++}.contoso.example;transport=tls>")(request);
        for (var i = 10; i < 20; i++)
        {
            bench.Addresses[DeviceBench.Domain.Under($"pool{i}")] = DeviceBench.Found(DeviceBench.Balancer);
        }

        bench.Srv.Remove(SrvService.ExternalTls);
        bench.PowerOn();

        bench.Attempts.Count(a => a.Contains("Redirect", StringComparison.Ordinal)).ShouldBe(5);
        bench.Entries<JournalEntry.Redirected>().Last().Rejected.ShouldHaveSingleItem()
            .Reason.ShouldBe(RejectionReason.TooManyRedirects);
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("<tel:+15551234>")]
    [InlineData("<sip:pool02.contoso.example;transport=sctp>")]
    [InlineData("<sip:[2001:db8::1];transport=tls>")]
    public void A_contact_that_cannot_be_used_is_said_to_be_so(string contact)
    {
        var bench = WithTwoRungs();
        bench.Srv.Remove(SrvService.ExternalTls);
        bench.Registrar = Redirect(contact);
        bench.PowerOn();

        bench.Entries<JournalEntry.Redirected>().First().Rejected.ShouldHaveSingleItem()
            .Reason.ShouldBe(RejectionReason.Unusable);
        bench.Entries<JournalEntry.RegisterFailed>().First().Failure.Kind
            .ShouldBe(RegisterFailureKind.RedirectUnusable);
    }

    [Fact]
    public void A_503_moves_on_and_its_Retry_After_lengthens_the_wait()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer("503 Service Unavailable", "Retry-After: 120");
        bench.Registrars[DeviceBench.At(DeviceBench.EdgeAddress, 443)] =
            request => request.Answer("503 Service Unavailable", "Retry-After: 60");
        bench.PowerOn();

        bench.Attempts.Length.ShouldBe(2);
        bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.For.ShouldBe(TimeSpan.FromSeconds(120)), e => e.Why.ShouldBe(BackOffReason.RetryAfter));
    }

    [Theory]
    [InlineData(4294967295, 30 * 60)]
    [InlineData(1, null)]
    public void A_Retry_After_is_believed_within_bounds(uint seconds, int? wait)
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer("503 Service Unavailable", $"Retry-After: {seconds}");
        bench.PowerOn();

        var backedOff = bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem();
        backedOff.Why.ShouldBe(wait is null ? BackOffReason.NothingReached : BackOffReason.RetryAfter);
        backedOff.For.TotalSeconds.ShouldBeInRange(wait ?? 5, wait ?? 10);
    }

    [Fact]
    public void No_Retry_After_makes_the_wait_shorter_than_the_table()
    {
        var bench = new DeviceBench
        {
            With = s => s with { Timings = s.Timings with { RetryAfterMax = TimeSpan.FromSeconds(1) } },
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
            Registrar = request => request.Answer("503 Service Unavailable", "Retry-After: 120"),
        };
        bench.PowerOn();

        bench.Entries<JournalEntry.BackedOff>().Last().For.TotalSeconds.ShouldBeInRange(5, 10);
    }

    [Fact]
    public void A_423_is_obeyed_and_the_longer_lifetime_kept_for_the_refresh()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => !request.Has("Expires")
            ? request.Answer("423 Interval Too Brief", "Min-Expires: 900")
            : request.Ok(900);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(900));

        bench.Sent.Select(s => s.Message.Has("Expires") ? s.Message.Header("Expires") : "")
            .ShouldBe(["", "900", "900"]);
        bench.Entries<JournalEntry.Registered>().Select(e => e.Expires.TotalSeconds).ShouldBe([900, 900]);
    }

    [Theory]
    [InlineData("Min-Expires: 900")]
    [InlineData("X-Nothing: 1")]
    public void A_423_without_end_or_number_is_given_up(string header)
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer("423 Interval Too Brief", header);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.RegisterFailed>()
            .ShouldAllBe(e => e.Failure.Kind == RegisterFailureKind.TooManyRounds);
    }

    [Fact]
    public void A_Registrar_that_challenges_for_ever_is_given_up()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer("401 Unauthorized", SipScript.Challenge + ", stale=true");
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.RegisterFailed>()
            .ShouldAllBe(e => e.Failure.Kind == RegisterFailureKind.TooManyRounds);
    }

    [Theory]
    [InlineData("Kerberos realm=\"SIP Communications Service\"", "Kerberos")]
    [InlineData(null, null)]
    public void A_Registrar_without_a_usable_scheme_is_passed_over_and_what_it_offered_is_kept(
        string? offer, string? name)
    {
        var bench = WithTwoRungs();
        bench.Registrar = request =>
            offer is null
                ? request.Answer("401 Unauthorized") : request.Answer("401 Unauthorized", "WWW-Authenticate: " + offer);
        bench.Registrars[DeviceBench.At(DeviceBench.EdgeAddress, 443)] = request => request.Digest();
        bench.PowerOn();

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Edge);
        var failure = bench.Entries<JournalEntry.RegisterFailed>().First().Failure;
        failure.Kind.ShouldBe(RegisterFailureKind.NothingUsableOffered);
        failure.Offered.ShouldBe(name is null ? [] : [name]);
    }

    [Fact]
    public void Silence_after_REGISTER_moves_on_after_32_seconds()
    {
        var bench = WithTwoRungs();
        bench.Registrar = request => request.Answer("100 Trying");
        bench.Registrars[DeviceBench.At(DeviceBench.EdgeAddress, 443)] = request => request.Digest();
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(63.9));
        bench.Device.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Edge);
        bench.Entries<JournalEntry.RegisterFailed>().Select(e => (e.Failure.Kind, e.Took.TotalSeconds))
            .ShouldBe([(RegisterFailureKind.NoAnswer, 32), (RegisterFailureKind.NoAnswer, 32)]);
    }

    [Fact]
    public void Bytes_that_cannot_be_read_fail_the_attempt_only_where_nothing_more_can_be_read()
    {
        var bench = WithTwoRungs();
        bench.Registrar = _ => null;
        bench.PowerOn();
        var fault = new SipFault(SipFaultKind.HeaderMissing, 7);
        bench.Give(new DeviceInput.SipMalformed(bench.Channel, fault, IsFatal: false, new byte[100]));

        bench.Device.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Count().ShouldBe(1);
        bench.Entries<JournalEntry.Malformed>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Bytes.Length.ShouldBe(64), e => e.Fault.ShouldBe("HeaderMissing"), e => e.Offset.ShouldBe(7));

        bench.Give(
            new DeviceInput.SipMalformed(bench.Channel, fault with { Kind = SipFaultKind.TlsRecord }, true, default));

        bench.Effects.OfType<DeviceEffect.OpenChannel>().Count().ShouldBe(2);
        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.TlsOnPlainPort);
    }

    internal static Func<SipMessage, string?> Redirect(params string[] contacts) => request =>
        request.Answer("301 Redirect request to Home Server", [.. contacts.Select(c => $"Contact: {c}")]);

    private static DeviceBench WithTwoRungs(DeviceMemory? memory = null)
    {
        var bench = new DeviceBench
        {
            Memory = memory,
            With = s => s with { Timings = s.Timings with { BackOffJitter = 0 } },
        };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        return bench;
    }

    private static void ShouldPause(DeviceBench bench)
    {
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.CycleFailed>().Last().Why.ShouldBe(CycleEnd.Refused);
        bench.Entries<JournalEntry.BackedOff>().Last().ShouldSatisfyAllConditions(
            e => e.Why.ShouldBe(BackOffReason.Refused), e => e.For.ShouldBe(TimeSpan.FromMinutes(15)));
    }
}
