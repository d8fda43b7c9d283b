using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Proofs;

/// <summary>Every message is signed and verified once an association stands (authentication.md section 3).</summary>
public class SignatureTests
{
    private readonly ProofBench _bench = SchemeTests.Offering(SipScheme.Ntlm);

    [Fact]
    public void Refresh_and_sign_out_carry_a_signature_alone()
    {
        _bench.PowerOn();
        _bench.Pass(TimeSpan.FromMinutes(10));
        _bench.Registrar.Requests.Count.ShouldBe(4);
        _bench.Give(new NetInput.SignOut());

        _bench.Registrar.Requests.Skip(2).ShouldAllBe(each => each.IsSigned);
        var last = _bench.Registers.Last();
        last.Header("Expires").ShouldBe("0");
        last.Header("Authorization").ShouldNotContain("gssapi-data");
        last.Header("Authorization").ShouldContain("cnum=\"3\"");
        _bench.Entries<JournalEntry.SignedOut>().Single().Confirmed.ShouldBeTrue();
        _bench.Entries<JournalEntry.Authenticated>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Its_answer_to_a_notice_is_signed()
    {
        _bench.PowerOn();
        _bench.Receive(_bench.Notice("NOTIFY"));

        var answer = _bench.Answers.ShouldHaveSingleItem();
        answer.StatusCode.ShouldBe(200);
        answer.Header("Authorization").ShouldContain("cnum=\"2\"");
        answer.Header("Authorization").ShouldContain("response=");
        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Requests_beside_REGISTER_are_signed()
    {
        _bench.Registrar.Decides = request =>
            request.Ok(600, "Expires: 600", "Allow-Events: vnd-microsoft-provisioning-v2");
        _bench.PowerOn();

        var (subscribe, isSigned) = _bench.Registrar.Requests.Last();
        subscribe.Method.ShouldBe(SipMethod.Subscribe);
        isSigned.ShouldBeTrue();
    }

    [Theory]
    [InlineData(SignatureFault.Wrong)]
    [InlineData(SignatureFault.Missing)]
    [InlineData(SignatureFault.Malformed)]
    [InlineData(SignatureFault.OtherAssociation)]
    public void A_200_that_is_not_signed_right_ends_the_connection(SignatureFault fault)
    {
        _bench.Registrar.Changes = Spoil(fault);
        _bench.PowerOn();

        _bench.Phase.ShouldNotBe(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.Registered>().ShouldBeEmpty();
        var refused = _bench.Entries<JournalEntry.SignatureRefused>().First();
        (refused.Fault, refused.Message).ShouldBe((fault, "200 to REGISTER"));
        _bench.Entries<JournalEntry.RegisterFailed>().First().Failure.Kind
            .ShouldBe(RegisterFailureKind.ServerNotProved);
        _bench.Effects.OfType<NetEffect.Close>()
            .ShouldContain(close => close.Flow == _bench.Effects.OfType<NetEffect.Connect>().First().Flow);
    }

    [Theory]
    [InlineData("NOTIFY", SignatureFault.Wrong)]
    [InlineData("BENOTIFY", SignatureFault.Wrong)]
    [InlineData("BENOTIFY", SignatureFault.Missing)]
    [InlineData("OPTIONS", SignatureFault.Missing)]
    public void A_request_that_is_not_signed_right_is_neither_answered_nor_heard(string method, SignatureFault fault)
    {
        _bench.PowerOn();
        var first = _bench.Connection;
        _bench.Receive(Spoil(fault)(_bench.Notice(method)) + _bench.Notice("OPTIONS", "2"));

        _bench.Answers.ShouldBeEmpty();
        var refused = _bench.Entries<JournalEntry.SignatureRefused>().ShouldHaveSingleItem();
        (refused.Fault, refused.Message).ShouldBe((fault, method));
        _bench.Effects.OfType<NetEffect.Close>().ShouldContain(close => close.Flow == first);
    }

    [Fact]
    public void A_message_that_was_there_before_is_not_taken_again()
    {
        _bench.PowerOn();
        var notice = _bench.Notice("BENOTIFY");
        _bench.Receive(notice);
        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Receive(notice);

        _bench.Entries<JournalEntry.SignatureRefused>().ShouldHaveSingleItem().Fault.ShouldBe(SignatureFault.Replayed);
    }

    [Fact]
    public void Messages_may_come_out_of_order_within_the_window_and_with_gaps()
    {
        _bench.PowerOn();
        var notices = Enumerable.Range(1, 70).Select(n => _bench.Notice("BENOTIFY", $"{n}")).ToArray();
        _bench.Receive(notices[69]);
        _bench.Receive(notices[6]);
        _bench.Entries<JournalEntry.SignatureRefused>().ShouldBeEmpty();
        _bench.Receive(notices[5]);

        _bench.Entries<JournalEntry.SignatureRefused>().ShouldHaveSingleItem().Fault.ShouldBe(SignatureFault.Replayed);
    }

    [Fact]
    public void What_need_not_be_signed_is_taken_unsigned()
    {
        _bench.Registrar.Decides = request => request.Ok(600, "Expires: 600");
        _bench.PowerOn();
        var register = _bench.Registers.Last();
        _bench.Receive(register.Answer("100 Trying"));

        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.SignatureRefused>().ShouldBeEmpty();
    }

    [Fact]
    public void A_Registrar_that_has_forgotten_the_association_is_proved_to_anew()
    {
        _bench.PowerOn();
        _bench.Registrar.Forget();
        _bench.Pass(TimeSpan.FromMinutes(10));

        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.AssociationLost>().ShouldHaveSingleItem().Scheme.ShouldBe(SipScheme.Ntlm);
        _bench.Entries<JournalEntry.Authenticated>().Count().ShouldBe(2);
        _bench.Effects.OfType<NetEffect.Connect>().ShouldHaveSingleItem();
        _bench.Registrar.Requests[^1].IsSigned.ShouldBeTrue();
    }

    [Fact]
    public void A_service_that_asks_for_the_proof_again_gets_it_by_REGISTER()
    {
        _bench.Registrar.Decides = request =>
            request.Ok(600, "Expires: 600", "Allow-Events: vnd-microsoft-provisioning-v2");
        var forgets = 1;
        _bench.Registrar.Changes = text =>
        {
            if (forgets-- == 1)
            {
                _bench.Registrar.Forget();
            }

            return text;
        };
        _bench.PowerOn();

        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.Authenticated>().Count().ShouldBe(2);
        var (last, isSigned) = _bench.Registrar.Requests[^1];
        last.Method.ShouldBe(SipMethod.Subscribe);
        isSigned.ShouldBeTrue();
    }

    [Fact]
    public void Five_minutes_before_eight_hours_at_the_latest_it_is_proved_anew_on_the_same_connection()
    {
        _bench.Registrar.Decides = request => request.Ok(7200, "Expires: 7200");
        _bench.PowerOn();
        var renewIn = _bench.Entries<JournalEntry.Authenticated>().Single().RenewIn;
        renewIn.ShouldBeInRange(TimeSpan.FromMinutes(465), TimeSpan.FromMinutes(475));
        _bench.Pass(TimeSpan.FromMinutes(475));

        _bench.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.Authenticated>().Count().ShouldBe(2);
        _bench.Entries<JournalEntry.AssociationLost>().ShouldBeEmpty();
        _bench.Effects.OfType<NetEffect.Connect>().ShouldHaveSingleItem();
        _bench.Registers.Count(each => !each.Has("Authorization")).ShouldBe(2);
        _bench.Registrar.Associations.ShouldBe(2);
    }

    [Fact]
    public void An_association_lives_no_longer_than_its_certificate()
    {
        var bench = new ProofBench { Registrar = new() { Offers = [SipScheme.TlsDsk] } };
        bench.Node.Keep(SchemeTests.Certificate(DeviceBench.WallClock.AddHours(2)));
        bench.PowerOn();

        bench.Entries<JournalEntry.Authenticated>().Single().RenewIn
            .ShouldBeInRange(TimeSpan.FromMinutes(105), TimeSpan.FromMinutes(115));
    }

    [Fact]
    public void A_certificate_that_runs_out_while_signed_in_is_replaced_or_the_next_scheme_taken()
    {
        var bench = new ProofBench { Registrar = new() { Offers = [SipScheme.TlsDsk, SipScheme.Ntlm] } };
        bench.Node.Keep(SchemeTests.Certificate(DeviceBench.WallClock.AddHours(2)));
        bench.PowerOn();
        bench.Pass(TimeSpan.FromHours(3));

        // Nobody answers on the web here: the registration stands meanwhile.
        bench.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.CertificateSought>().ShouldNotBeEmpty();
        bench.Entries<JournalEntry.Authenticated>().Select(each => each.Scheme)
            .ShouldBe([SipScheme.TlsDsk, SipScheme.Ntlm]);
        bench.Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Signing_out_while_it_is_proved_anew_is_signed_with_what_stands()
    {
        var bench = SchemeTests.Offering(SipScheme.TlsDsk);
        bench.Registrar.Decides = request => request.Ok(7200, "Expires: 7200");
        bench.PowerOn();
        bench.Host.IsSilent = true;
        bench.Pass(bench.Entries<JournalEntry.Authenticated>().Single().RenewIn);
        bench.Effects.OfType<NetEffect.BeginTlsDsk>().Count().ShouldBe(2);
        bench.Give(new NetInput.SignOut());

        bench.Registrar.Requests[^1].IsSigned.ShouldBeTrue();
        bench.Entries<JournalEntry.SignedOut>().Single().Confirmed.ShouldBeTrue();
        bench.Effects.OfType<NetEffect.Close>()
            .ShouldContain(close => close.Flow == bench.Effects.OfType<NetEffect.BeginTlsDsk>().Last().Flow);
    }

    private static Func<string, string> Spoil(SignatureFault fault) => text =>
    {
        var start = text.IndexOf("\r\nAuthentication-Info:", StringComparison.Ordinal);
        var end = text.IndexOf("\r\n", start + 2, StringComparison.Ordinal);
        return fault switch
        {
            SignatureFault.Missing => text.Remove(start, end - start),
            SignatureFault.Malformed => text.Replace("snum=\"", "snum=\"x", StringComparison.Ordinal),
            SignatureFault.OtherAssociation => text.Replace(
                "targetname=\"pool01", "targetname=\"pool02", StringComparison.Ordinal),
            _ => text.Replace("srand=\"0badcafe", "srand=\"0badcaff", StringComparison.Ordinal),
        };
    };
}
