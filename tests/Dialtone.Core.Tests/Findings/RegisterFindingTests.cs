using Dialtone.Core.Candidates;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

public class RegisterFindingTests
{
    [Fact]
    public void Nothing_is_found_in_a_sign_in_that_is_well()
    {
        var findings = new JournalBench().Attempt(Pool01).SignIn().Findings;

        findings.Causes.ShouldBeEmpty();
        findings.Consequences.ShouldBeEmpty();
        findings.First.ShouldBeNull();
    }

    [Theory]
    [InlineData(RegisterFailureKind.NoAnswer, 0, "", "", 3105, "192.0.2.11:5061")]
    [InlineData(RegisterFailureKind.ConnectionLost, 0, "", "", 3110, "192.0.2.11:5061")]
    [InlineData(RegisterFailureKind.Malformed, 0, "StartLine at byte 0", "", 3111, "StartLine at byte 0")]
    [InlineData(RegisterFailureKind.CredentialRejected, 401, "Unauthorized", "", 3202, "Get-ADUser -Identity alice")]
    [InlineData(RegisterFailureKind.NoSchemeBegan, 401, "Unauthorized", "", 3205, "none of what this device has")]
    [InlineData(RegisterFailureKind.ClockSkew, 403, "Forbidden", "1013", 3204, "_ntp._udp.contoso.example")]
    [InlineData(RegisterFailureKind.AccountUnusable, 403, "Forbidden", "4141", 3206, "Unlock-ADAccount")]
    [InlineData(RegisterFailureKind.CertificateRejected, 401, "Unauthorized", "", 3208, "Revoke-CsClientCertificate")]
    [InlineData(RegisterFailureKind.WrongAddress, 403, "Forbidden", "4004", 3207, "sip:alice@contoso.example")]
    [InlineData(RegisterFailureKind.Forbidden, 403, "Forbidden", "", 3101, "403 Forbidden")]
    [InlineData(RegisterFailureKind.Forbidden, 403, "Forbidden", "4003", 3114, "-EnableOutsideAccess $true")]
    [InlineData(RegisterFailureKind.Forbidden, 403, "Forbidden", "17002", 3115, "Get-CsClientVersionPolicy")]
    [InlineData(RegisterFailureKind.Forbidden, 403, "Forbidden", "1005", 3120, "New-CsSipDomain -Identity contoso")]
    [InlineData(RegisterFailureKind.Forbidden, 403, "Forbidden", "4002", 3101, "LineUri of their own")]
    [InlineData(RegisterFailureKind.UserNotFound, 404, "Not Found", "1003", 3102, "404 Not Found (ErrorCode=1003,")]
    [InlineData(RegisterFailureKind.UserNotFound, 404, "Not Found", "4006", 3116, "Get-CsUserPoolInfo -Identity")]
    [InlineData(RegisterFailureKind.Unavailable, 503, "Service Unavailable", "", 3103, "503 Service Unavailable")]
    [InlineData(RegisterFailureKind.Unavailable, 500, "Server Internal Error", "", 3107, "500 Server Internal Error")]
    [InlineData(RegisterFailureKind.Unavailable, 504, "Server time-out", "1010", 3106, "ErrorCode=1010, Certif")]
    [InlineData(RegisterFailureKind.Refused, 480, "Temporarily Unavailable", "", 3103, "480 Temporarily")]
    [InlineData(RegisterFailureKind.Refused, 400, "Bad Request", "4010", 3113, "ErrorCode=4010, Missing endpoint")]
    [InlineData(RegisterFailureKind.TooManyRounds, 401, "Unauthorized", "", 3122, "192.0.2.11:5061")]
    [InlineData(RegisterFailureKind.TooLargeForUdp, 0, "", "", 3121, "--transport tls")]
    [InlineData(RegisterFailureKind.ServerNotProved, 0, "", "", 3219, "rspauth")]
    public void A_refusal_has_a_finding_that_names_what_was_refused(
        RegisterFailureKind kind, int status, string reason, string number, int code, string told)
    {
        var found = new JournalBench().Attempt(Pool01).Refuse(Pool01, kind, status, reason, number).End().Found;

        found.Code.ShouldBe(new FindingCode((ushort)code));
        found.Severity.ShouldBe(FindingSeverity.Blocking);
        found.Subject.ShouldBe("pool01.contoso.example");
        Texts.ShouldTell(found, told);
    }

    [Fact]
    public void What_a_server_says_comes_first_among_what_is_to_be_done()
    {
        var found = new JournalBench().Attempt(Pool01)
            .Refuse(
                Pool01, RegisterFailureKind.UserNotFound, 404, "Not Found",
                "1003;reason=\"User does not exist\";source=\"pool01.contoso.example\"").End().Found;

        found.Directions[0].ShouldBe(new(
            Audience.ServerAdministrator,
            "ErrorCode=1003, User does not exist: Compare the SIP address, and enable the user.",
            "Get-CsUser -Identity \"sip:alice@contoso.example\" | Format-List Enabled, SipAddress, LineUri, "
                + "RegistrarPool"));
    }

    [Theory]
    [InlineData(true, 3210)]
    [InlineData(false, 3110)]
    public void A_connection_that_ends_behind_the_challenge_is_told_from_one_that_ends_before(bool isAsked, int code)
    {
        var bench = new JournalBench().Attempt(Pool01);
        _ = isAsked ? bench.Add(new JournalEntry.Challenged(Instant.Zero, Pool01, ["NTLM"], "NTLM")) : bench;
        bench.Refuse(Pool01, RegisterFailureKind.ConnectionLost, 0, "", "").End();

        bench.Found.Code.ShouldBe(new FindingCode((ushort)code));
    }

    [Theory]
    [InlineData(SignatureFault.Missing, 3209, "its 200 to REGISTER came without a signature")]
    [InlineData(SignatureFault.Wrong, 3203, "its 200 to REGISTER came with a wrong signature")]
    public void A_signature_is_missing_or_wrong(SignatureFault fault, int code, string told)
    {
        var found = new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.SignatureRefused(Instant.Zero, Pool01, FrontEnd1, fault, "200 to REGISTER"))
            .Refuse(Pool01, RegisterFailureKind.ServerNotProved, 0, "", "").End().Found;

        found.Code.ShouldBe(new FindingCode((ushort)code));
        found.Title.ShouldContain(told);
        found.Evidence.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(SchemeFault.Host, SecurityFault.NoTicketServer, 3212)]
    [InlineData(SchemeFault.Host, SecurityFault.UserUnknown, 3213)]
    [InlineData(SchemeFault.Host, SecurityFault.ServiceUnknown, 3214)]
    [InlineData(SchemeFault.Host, SecurityFault.NotAvailable, 3215)]
    [InlineData(SchemeFault.Host, SecurityFault.NoCredential, 3216)]
    [InlineData(SchemeFault.Host, SecurityFault.ClockSkew, 3204)]
    [InlineData(SchemeFault.HostSilent, null, 3211)]
    [InlineData(SchemeFault.Malformed, null, 3211)]
    public void Why_a_scheme_was_passed_over_explains_that_none_began(SchemeFault why, SecurityFault? host, int code)
    {
        var findings = new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.SchemePassedOver(Instant.Zero, Pool01, SipScheme.Kerberos, why, "")
            {
                Host = host,
            })
            .Refuse(Pool01, RegisterFailureKind.NoSchemeBegan, 401, "Unauthorized", "").End().Findings;

        findings.Causes.ShouldHaveSingleItem().Code.ShouldBe(new FindingCode((ushort)code));
        findings.Consequences.ShouldHaveSingleItem().Finding.Definition.ShouldBe(FindingCatalogue.NoSchemeBegan);
        Texts.ShouldBeWhole(findings.Causes[0]);
    }

    [Theory]
    [InlineData(SipScheme.Kerberos, 3222)]
    [InlineData(SipScheme.Ntlm, 3223)]
    public void What_there_is_nothing_for_is_missed_where_no_other_scheme_began(SipScheme scheme, int code)
    {
        var passed = new JournalEntry.SchemePassedOver(
            Instant.Zero, Pool01, scheme, SchemeFault.NoCredential, "");
        var failed = new JournalBench().Attempt(Pool01).Add(passed)
            .Refuse(Pool01, RegisterFailureKind.NoSchemeBegan, 401, "Unauthorized", "").End();

        failed.Findings.Causes.ShouldHaveSingleItem().Code.ShouldBe(new FindingCode((ushort)code));
        new JournalBench().Attempt(Pool01).Add(passed).SignIn().Findings.Causes.ShouldBeEmpty();
    }

    [Fact]
    public void Registrars_that_redirect_in_a_circle_are_one_finding()
    {
        var sent = new JournalEntry.Redirected(
            Instant.Zero, Pool01, 301, [],
            [new(CandidateSource.Redirect, DeviceBench.Pool02, 5061, RejectionReason.RedirectLoop)]);
        var found = new JournalBench().Attempt(Pool01).Add(sent).Add(sent with { Candidate = Edge })
            .Refuse(Pool01, RegisterFailureKind.RedirectUnusable, 301, "", "").End().Found;

        found.Definition.ShouldBe(FindingCatalogue.RedirectLoop);
        found.Title.ShouldContain("redirects to pool02.contoso.example");
    }

    [Fact]
    public void A_redirect_to_a_dead_server_explains_that_it_is_dead()
    {
        var home = new Candidate(CandidateSource.Redirect, SipTransport.Tls, DeviceBench.Pool02, 5061);
        var findings = new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.Redirected(Instant.Zero, Pool01, 301, [home], []))
            .Attempt(home)
            .Add(new JournalEntry.ConnectFailed(
                Instant.Zero, home, new(DeviceBench.Balancer, 5061), ChannelEnd.Refused, "", TimeSpan.Zero))
            .Add(new JournalEntry.AttemptFailed(Instant.Zero, Step.Connect, home, false)).End().Findings;

        findings.Causes.ShouldHaveSingleItem().Definition.ShouldBe(FindingCatalogue.RedirectToDead);
        findings.First!.Title
            .ShouldBe("pool01.contoso.example redirects to pool02.contoso.example, which is not reached");
        findings.Consequences.ShouldHaveSingleItem().Finding.Definition.ShouldBe(FindingCatalogue.ConnectRefused);
    }

    [Theory]
    [InlineData(false, 3117)]
    [InlineData(true, 3118)]
    public void A_backup_that_waits_is_told_from_one_that_cannot_help(bool neverSignedIn, int code)
    {
        var failure = new RegisterFailure { Kind = RegisterFailureKind.Unavailable, Status = 503, Reason = "Busy" };
        var backup = Pool01 with { Host = DeviceBench.Pool02 };
        var found = new JournalBench().Attempt(backup).Refuse(backup, failure)
            .Add(new JournalEntry.BackupIdle(Instant.Zero, backup, Pool01, failure, neverSignedIn)).End().Found;

        found.Code.ShouldBe(new FindingCode((ushort)code));
        Texts.ShouldTell(found, "pool01.contoso.example is down");
        Texts.ShouldTell(found, "pool02.contoso.example");
    }

    [Fact]
    public void A_registration_that_is_brief_or_slow_is_no_more_than_advice()
    {
        var found = new JournalBench().Attempt(Pool01).SignIn(expires: TimeSpan.FromSeconds(60)).Found;
        found.Definition.ShouldBe(FindingCatalogue.RegistrationBrief);
        found.Severity.ShouldBe(FindingSeverity.Advice);

        new JournalBench().Attempt(Pool01).SignIn(took: TimeSpan.FromSeconds(20)).Found.Title
            .ShouldBe("pool01.contoso.example took 20.0 s to answer REGISTER");
    }

    [Fact]
    public void A_redirect_to_nowhere_is_named_with_what_it_names()
    {
        JournalBench Sent(params RejectedCandidate[] rejected) => new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.Redirected(Instant.Zero, Pool01, 302, [], [.. rejected]))
            .Refuse(Pool01, RegisterFailureKind.RedirectUnusable, 302, "", "").End();

        Sent().Found.Definition.ShouldBe(FindingCatalogue.RedirectNowhere);
        Texts.ShouldTell(Sent().Found, "it names none");
        Texts.ShouldTell(
            Sent(new RejectedCandidate(
                CandidateSource.Redirect, HostName.Parse("pool.fabrikam.example"), 5061,
                RejectionReason.OutsideSipDomain)).Found,
            "pool.fabrikam.example");
    }

    [Fact]
    public void Plain_TCP_after_TLS_had_failed_is_told()
    {
        var plain = Pool01 with { Transport = SipTransport.Tcp, Port = 5060 };
        var found = new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.AttemptFailed(Instant.Zero, Step.Tls, Pool01, false))
            .Attempt(plain).SignIn(plain).Found;
        found.Definition.ShouldBe(FindingCatalogue.RegisteredWithoutTls);
        Texts.ShouldTell(found, "pool01.contoso.example");
    }

    [Fact]
    public void What_a_Registrar_forgot_or_does_not_take_any_more_is_named()
    {
        JournalBench SignedIn(JournalEntry entry) => new JournalBench().Attempt(Pool01).Add(entry).SignIn();

        var lost = SignedIn(new JournalEntry.BindingLost(Instant.Zero, Pool01, RegisterAction.Added)).Found;
        lost.Definition.ShouldBe(FindingCatalogue.BindingLost);
        Texts.ShouldTell(lost, "pool01.contoso.example");

        var forgotten = SignedIn(new JournalEntry.AssociationLost(Instant.Zero, Pool01, SipScheme.Ntlm, "")).Found;
        forgotten.Definition.ShouldBe(FindingCatalogue.AssociationForgotten);
        Texts.ShouldTell(forgotten, "NTLM");

        var dropped = SignedIn(new JournalEntry.CertificateDropped(
            Instant.Zero, Pool01, DeviceBench.WallClock, "")).Found;
        dropped.Definition.ShouldBe(FindingCatalogue.KeptCertificateRefused);
        Texts.ShouldTell(dropped, "pool01.contoso.example");
    }

    [Fact]
    public void A_Digest_of_MD5_alone_is_weak()
    {
        JournalBench Asked(params string[] offered) => new JournalBench().Attempt(Pool01)
            .Add(new JournalEntry.Challenged(Instant.Zero, Pool01, [.. offered], offered[0])).SignIn();

        Asked("Digest MD5").Found.Definition.ShouldBe(FindingCatalogue.WeakDigest);
        Asked("Digest SHA-256", "Digest MD5").Findings.Causes.ShouldBeEmpty();
        Asked("NTLM").Findings.Causes.ShouldBeEmpty();
    }
}
