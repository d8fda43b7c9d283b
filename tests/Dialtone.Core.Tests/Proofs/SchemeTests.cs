using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Proofs;

/// <summary>Which scheme a device takes, and the handshake of each (authentication.md sections 2 and 12.3).</summary>
public class SchemeTests
{
    [Theory]
    [InlineData(SipScheme.Ntlm, 3)]
    [InlineData(SipScheme.Kerberos, 2)]
    [InlineData(SipScheme.TlsDsk, 4)]
    public void It_proves_the_user_and_signs_from_the_last_leg_on(SipScheme scheme, int legs)
    {
        var bench = Offering(scheme).PowerOn();

        bench.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Registrar.Requests.Select(each => each.IsSigned)
            .ShouldBe([.. Enumerable.Repeat(false, legs - 1), true]);
        bench.Registers.Select(each => each.Header("Call-ID")).Distinct().ShouldHaveSingleItem();
        var proved = bench.Entries<JournalEntry.Authenticated>().ShouldHaveSingleItem();
        proved.Scheme.ShouldBe(scheme);
        proved.Version.ShouldBe(4);
        bench.Entries<JournalEntry.Registered>().ShouldHaveSingleItem().Mechanism
            .ShouldBe(bench.Entries<JournalEntry.Challenged>().ShouldHaveSingleItem().Chosen);
        FlowsAtHost(bench).ShouldBe(0, "nothing stays open at the host");
    }

    [Fact]
    public void The_last_leg_of_TLS_DSK_carries_a_signature_alone()
    {
        var bench = Offering(SipScheme.TlsDsk).PowerOn();

        var proof = bench.Registers.Last().Header("Authorization");
        proof.ShouldStartWith("TLS-DSK qop=\"auth\", opaque=\"00000001\"");
        proof.ShouldNotContain("gssapi-data");
        proof.ShouldContain("cnum=\"1\"");
        bench.Entries<JournalEntry.Authenticated>().Single().Detail.ShouldBe("TLSv1.2, AES128-SHA");
    }

    [Fact]
    public void Before_version_4_the_last_leg_is_not_signed()
    {
        var bench = new ProofBench { Registrar = new() { Offers = [SipScheme.Ntlm], Version = 3 } }.PowerOn();

        bench.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Registers.Last().Header("Authorization").ShouldNotContain("response=");
        bench.Pass(TimeSpan.FromMinutes(10));
        bench.Registrar.Requests[^1].IsSigned.ShouldBeTrue();
        bench.Entries<JournalEntry.Authenticated>().Single().Version.ShouldBe(3);
    }

    [Fact]
    public void Its_own_order_counts_and_not_that_of_the_Registrar()
    {
        var bench = Offering(SipScheme.Digest, SipScheme.Ntlm, SipScheme.Kerberos, SipScheme.TlsDsk).PowerOn();

        bench.Entries<JournalEntry.Authenticated>().Single().Scheme.ShouldBe(SipScheme.TlsDsk);
        bench.Entries<JournalEntry.Challenged>().Single().Offered
            .ShouldBe(["Digest SHA-256", "NTLM", "Kerberos", "TLS-DSK"]);
    }

    [Theory]
    [InlineData(SecurityFault.NotAvailable)]
    [InlineData(SecurityFault.NoTicketServer)]
    [InlineData(SecurityFault.UserUnknown)]
    [InlineData(SecurityFault.ServiceUnknown)]
    [InlineData(SecurityFault.NoCredential)]
    public void What_cannot_begin_gives_way_to_the_next_scheme(SecurityFault fault)
    {
        var bench = Offering(SipScheme.Kerberos, SipScheme.Ntlm);
        bench.Host.NoTicket = fault;
        bench.PowerOn();

        bench.Phase.ShouldBe(DevicePhase.SignedIn);
        var passed = bench.Entries<JournalEntry.SchemePassedOver>().ShouldHaveSingleItem();
        (passed.Scheme, passed.Why, passed.Host).ShouldBe((SipScheme.Kerberos, SchemeFault.Host, fault));
        bench.Registers.ElementAt(1).Has("Authorization").ShouldBeFalse("it goes out once more without a proof");
        bench.Entries<JournalEntry.Authenticated>().Single().Scheme.ShouldBe(SipScheme.Ntlm);
    }

    [Theory]
    [InlineData(SecurityFault.CredentialRejected, RegisterFailureKind.CredentialRejected)]
    [InlineData(SecurityFault.AccountUnusable, RegisterFailureKind.AccountUnusable)]
    public void A_credential_that_the_KDC_refuses_is_not_tried_again(SecurityFault fault, RegisterFailureKind kind)
    {
        var bench = Offering(SipScheme.Kerberos, SipScheme.Ntlm);
        bench.Host.NoTicket = fault;
        bench.PowerOn();

        bench.Phase.ShouldBe(DevicePhase.BackingOff);
        Failure(bench).Kind.ShouldBe(kind);
        bench.Registers.Count().ShouldBe(1);
    }

    [Fact]
    public void A_host_that_says_nothing_is_not_waited_for_for_ever()
    {
        var bench = Offering(SipScheme.TlsDsk, SipScheme.Ntlm);
        bench.Host.IsSilent = true;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(19));
        bench.Phase.ShouldBe(DevicePhase.Attempting);
        bench.Pass(TimeSpan.FromSeconds(2));

        bench.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.SchemePassedOver>().Single().Why.ShouldBe(SchemeFault.HostSilent);
        FlowsAtHost(bench).ShouldBe(0);
    }

    [Fact]
    public void A_refused_password_is_final_and_told_apart()
    {
        var bench = Offering(SipScheme.Ntlm);
        bench.Registrar.Password = "another";
        bench.Registrar.Says.Add("ms-diagnostics: 1000;reason=\"Final handshake failed\";source=\"pool01\"");
        bench.PowerOn();

        bench.Phase.ShouldBe(DevicePhase.BackingOff);
        Failure(bench).Kind.ShouldBe(RegisterFailureKind.CredentialRejected);
        Failure(bench).Diagnostics.ShouldStartWith("1000;");
        bench.Registers.Count().ShouldBe(3);
        bench.Give(new NetInput.NetworkChanged());
        bench.Registers.Count().ShouldBe(3, "a try sooner than planned brings the account nearer to being locked");
    }

    [Theory]
    [InlineData("1013;reason=\"Significant time skew\"", RegisterFailureKind.ClockSkew)]
    [InlineData("4141;reason=\"User disabled\"", RegisterFailureKind.AccountUnusable)]
    [InlineData("4004;reason=\"Not authorized\"", RegisterFailureKind.WrongAddress)]
    public void What_the_diagnostics_say_is_told_apart(string says, RegisterFailureKind kind)
    {
        var bench = Offering(SipScheme.Ntlm);
        bench.Registrar.Password = "another";
        bench.Registrar.Says.Add($"ms-diagnostics: {says};source=\"pool01\"");
        bench.PowerOn();

        Failure(bench).Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_right_credential_of_another_address_is_told_by_a_403()
    {
        var bench = Offering(SipScheme.Ntlm);
        bench.Registrar.Decides = request =>
            request.Answer("403 Forbidden", "ms-diagnostics-public: 4004;reason=\"Not authorized\"");
        bench.PowerOn();

        Failure(bench).Kind.ShouldBe(RegisterFailureKind.WrongAddress);
        Failure(bench).IsFinal.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_usable_offered_is_no_refusal()
    {
        var bench = new ProofBench
        {
            Registrar = new() { Offers = [SipScheme.Ntlm, SipScheme.Kerberos] },
            With = each => each with { Schemes = [SipScheme.TlsDsk] },
        }.PowerOn();

        Failure(bench).Kind.ShouldBe(RegisterFailureKind.NothingUsableOffered);
        Failure(bench).Offered.ShouldBe(["NTLM", "Kerberos"]);
        bench.Registers.ShouldAllBe(each => !each.Has("Authorization"), "never weaker than asked for");
    }

    [Fact]
    public void A_certificate_service_that_gave_none_is_not_asked_again_for_the_next_Registrar()
    {
        var bench = new ProofBench
        {
            Registrar = new() { Offers = [SipScheme.TlsDsk] },
            Services = effect => effect is NetEffect.SendHttp send
                ? new NetInput.HttpAnswered(send.Flow, new(404, "Not Found")) : null,
        }.PowerOn();

        bench.Entries<JournalEntry.AttemptFailed>().Select(each => each.Candidate.Transport)
            .ShouldBe([SipTransport.Tls, SipTransport.Tcp]);
        bench.Entries<JournalEntry.CertificateSought>().Count().ShouldBe(1);
        bench.Entries<JournalEntry.CertificateFailed>().Count().ShouldBe(1);
        bench.Entries<JournalEntry.SchemePassedOver>().Select(each => each.Why)
            .ShouldBe([SchemeFault.NoCertificate, SchemeFault.NoCertificate]);

        // The next cycle asks again: it may be mended.
        bench.Pass(TimeSpan.FromSeconds(11));
        bench.Entries<JournalEntry.CertificateSought>().Count().ShouldBe(2);
    }

    [Fact]
    public void Schemes_of_which_none_can_begin_are_no_refusal_either()
    {
        var bench = new ProofBench
        {
            Registrar = new() { Offers = [SipScheme.Kerberos, SipScheme.Ntlm] },
            Credential = UserCredential.FromPin("4711", "271828"),
        }.PowerOn();

        Failure(bench).Kind.ShouldBe(RegisterFailureKind.NoSchemeBegan);
        bench.Entries<JournalEntry.SchemePassedOver>().Select(each => (each.Scheme, each.Why)).Take(2)
            .ShouldBe([(SipScheme.Kerberos, SchemeFault.NoCredential), (SipScheme.Ntlm, SchemeFault.NoCredential)]);
    }

    [Fact]
    public void A_clock_that_the_KDC_does_not_believe_is_named_where_nothing_else_helps()
    {
        var bench = Offering(SipScheme.Kerberos);
        bench.Host.NoTicket = SecurityFault.ClockSkew;
        bench.PowerOn();

        Failure(bench).Kind.ShouldBe(RegisterFailureKind.ClockSkew);
        Failure(bench).IsFinal.ShouldBeFalse();
    }

    [Fact]
    public void A_Registrar_that_offers_Digest_alone_gets_Digest()
    {
        var bench = Offering(SipScheme.Digest).PowerOn();

        bench.Registers.Last().Header("Authorization").ShouldStartWith("Digest ");
        bench.Entries<JournalEntry.SchemePassedOver>().ShouldBeEmpty();
    }

    [Fact]
    public void A_kept_certificate_that_is_refused_is_thrown_away_once()
    {
        var bench = Offering(SipScheme.TlsDsk, SipScheme.Ntlm);
        bench.Registrar.TakesCertificate = false;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromMinutes(2));

        bench.Entries<JournalEntry.CertificateDropped>().ShouldHaveSingleItem();
        bench.Effects.OfType<NetEffect.SaveCertificate>().ShouldHaveSingleItem().Bytes.ShouldBeNull();
        bench.Entries<JournalEntry.SchemePassedOver>().Single().Why.ShouldBe(SchemeFault.NoCertificate);
        bench.Entries<JournalEntry.Authenticated>().Single().Scheme.ShouldBe(SipScheme.Ntlm);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_host_was_asked_is_given_up_with_the_attempt(bool signsOut)
    {
        var bench = Offering(SipScheme.TlsDsk);
        bench.Host.IsSilent = true;
        bench.PowerOn();
        bench.Give(signsOut ? new NetInput.SignOut() : new NetInput.Ended(bench.Connection, ChannelEnd.Reset));

        bench.Phase.ShouldNotBe(DevicePhase.SignedIn);
        var flow = bench.Effects.OfType<NetEffect.BeginTlsDsk>().First().Flow;
        bench.Effects.OfType<NetEffect.Close>().ShouldContain(each => each.Flow == flow);
        var before = bench.Registers.Count();
        bench.Give(new NetInput.TlsDskStepped(flow, "client hello"u8.ToArray(), null));
        bench.Registers.Count().ShouldBe(before, "what comes late is nobody's");
    }

    internal static ProofBench Offering(params SipScheme[] schemes)
    {
        var bench = new ProofBench { Registrar = new() { Offers = [.. schemes] } };
        bench.Node.Keep(Certificate(DeviceBench.WallClock.AddDays(100)));
        return bench;
    }

    internal static KeptCertificate Certificate(DateTimeOffset notAfter) => new(
        DeviceBench.Account.Uri, new(new byte[] { 1 }, new(new byte[] { 2 })), "https://pool01.contoso.example",
        DeviceBench.WallClock.AddDays(-1), DeviceBench.WallClock.AddDays(-1), notAfter);

    private static RegisterFailure Failure(ProofBench bench) =>
        bench.Entries<JournalEntry.RegisterFailed>().First().Failure;

    private static int FlowsAtHost(ProofBench bench) =>
        bench.Effects.OfType<NetEffect.BeginTlsDsk>().Count(each =>
            !bench.Effects.OfType<NetEffect.Close>().Any(close => close.Flow == each.Flow));
}
