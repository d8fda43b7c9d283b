using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Presence;
using static Dialtone.Core.Tests.Transactions.TransactionBench;

namespace Dialtone.Core.Tests.Transactions;

/// <summary>The result in the forms that administrators know.</summary>
public class TransactionResultTests
{
    private const string NoCertificate = "Could not download a CS Certificate for the given user. "
        + "Check if provided uri and credentials are correct.";

    [Fact]
    public void S13_A_sign_in_and_out_succeeds_and_says_with_whom()
    {
        var result = new TransactionBench().Reached().Sought().Registered().SignedOut().Result();

        result.ShouldSatisfyAllConditions(
            r => r.Result.ShouldBe(TransactionVerdict.Success),
            r => r.TargetFqdn.ShouldBe("pool01.contoso.example"),
            r => r.TargetUri.ShouldBe(
                "https://web.contoso.example:443/CertProv/CertProvisioningService.svc"),
            r => r.Latency.ShouldBe(TimeSpan.FromSeconds(10)),
            r => (r.Error, r.Diagnosis, r.FailedStep).ShouldBe(("", "", null)),
            r => (r.Account, r.Profile, r.SignedOut).ShouldBe((Alice, "lync-phone", true)));
    }

    [Fact]
    public void S15_S16_A_Registrar_that_nothing_names_is_a_failure_of_discovery()
    {
        var result = new TransactionBench().Dns(DnsStatus.TimedOut).Dhcp(DhcpStatus.NoAnswer)
            .Ended(CycleEnd.NothingFound).Result();

        result.ShouldSatisfyAllConditions(
            r => r.Result.ShouldBe(TransactionVerdict.Failure),
            r => r.Error.ShouldBe("No DHCP response for the Registrar"),
            r => (r.TargetFqdn, r.TargetUri, r.Diagnosis, r.SignedOut).ShouldBe(("", "", "", null)),
            r => r.FailedStep.ShouldBe(TransactionStep.Dhcp));
    }

    [Fact]
    public void What_was_stopped_was_not_run() =>
        new TransactionBench().Dhcp(DhcpStatus.Answered).Result().Result.ShouldBe(TransactionVerdict.NotRun);

    [Theory]
    [InlineData(404, "Not Found", RegisterFailureKind.UserNotFound, "404, Not Found")]
    [InlineData(403, "Forbidden", RegisterFailureKind.Forbidden, "403, Forbidden")]
    [InlineData(504, "Server time-out", RegisterFailureKind.Unavailable, "504, Server time-out")]
    [InlineData(0, "", RegisterFailureKind.TooManyRounds,
        "The endpoint was unable to register. See the ErrorCode for specific reason.")]
    [InlineData(401, "Unauthorized", RegisterFailureKind.CredentialRejected,
        "The log on was denied. Check that the proper credentials are being used and the account is active. "
        + "Inner Exception:NegotiateSecurityAssociation failed, error: -2146893044")]
    public void A_refusal_is_its_code_and_reason(int status, string reason, RegisterFailureKind kind, string error) =>
        new TransactionBench().Reached().Refused(kind, status, reason).Ended(CycleEnd.EveryCandidateFailed)
            .Result(TransactionKind.Registration).Error.ShouldBe(error);

    [Theory]
    [InlineData(ChannelEnd.TimedOut, "10060, A connection attempt failed because the connected party did not ")]
    [InlineData(ChannelEnd.Refused, "10061, ")]
    [InlineData(ChannelEnd.Unreachable, "10065, ")]
    [InlineData(ChannelEnd.Reset, "10054, ")]
    public void A_connection_that_fails_has_the_number_of_Winsock_and_the_address(ChannelEnd why, string begin)
    {
        var error = new TransactionBench().Attempt(Tls).Resolved(DnsStatus.Answered).NotConnected(Tls, why)
            .Ended(CycleEnd.EveryCandidateFailed).Result().Error;

        error.ShouldStartWith(begin);
        error.ShouldEndWith($" {Remote}");
    }

    [Theory]
    [InlineData(DnsStatus.NoSuchName, "11001, ")]
    [InlineData(DnsStatus.NoData,
        "11004, The requested name is valid but no data of the requested type was found")]
    [InlineData(DnsStatus.TimedOut, "11002, ")]
    public void A_name_without_an_address_has_the_number_of_Winsock(DnsStatus status, string begin) =>
        new TransactionBench().Attempt(Tls).Resolved(status).Ended(CycleEnd.NothingResolved).Result().Error
            .ShouldStartWith(begin);

    [Theory]
    [InlineData(CertificateVerdict.Expired, -2146893016)]
    [InlineData(CertificateVerdict.Untrusted, -2146893019)]
    [InlineData(CertificateVerdict.NameMismatch, -2146893022)]
    public void A_certificate_of_the_server_has_the_number_of_SSPI(CertificateVerdict verdict, int number) =>
        new TransactionBench().Attempt(Tls).Resolved(DnsStatus.Answered).Connected(Tls).Secured(verdict)
            .Ended(CycleEnd.EveryCandidateFailed).Result().Error.ShouldStartWith($"{number}, ");

    [Theory]
    [InlineData(TransactionKind.ClientAuth, CertificateStep.Ticket, NoCertificate)]
    [InlineData(TransactionKind.PhoneBootstrap, CertificateStep.Publish, NoCertificate)]
    [InlineData(TransactionKind.PhoneBootstrap, CertificateStep.Ticket,
        "ERROR - No response received for Web-Ticket service.")]
    public void Without_a_certificate_it_says_so(TransactionKind kind, CertificateStep at, string error) =>
        new TransactionBench().Reached().Sought().NoCertificate(at).Refused(RegisterFailureKind.NoSchemeBegan)
            .Ended(CycleEnd.EveryCandidateFailed).Result(kind).Error.ShouldBe(error);

    [Theory]
    [InlineData("1003;reason=\"User does not exist\";source=\"fe01.contoso.example\"",
        "ErrorCode=1003,Source=fe01.contoso.example,Reason=User does not exist")]
    [InlineData("1013.2;source=\"fe01.contoso.example\";reason=\"Skew; by a day\";x=y",
        "ErrorCode=1013,Source=fe01.contoso.example,Reason=Skew; by a day")]
    [InlineData("4004;reason=\"Not you\"", "ErrorCode=4004,Source=pool01.contoso.example,Reason=Not you")]
    [InlineData("1000; Reason=\"Final hand", "ErrorCode=1000,Source=pool01.contoso.example,Reason=Final hand")]
    [InlineData("399 pool01 \"somewhat\"", "399 pool01 \"somewhat\"")]
    [InlineData("", "")]
    public void The_diagnosis_is_that_of_the_server(string diagnostics, string diagnosis) =>
        new TransactionBench().Reached().Refused(RegisterFailureKind.Refused, 400, "Bad", diagnostics)
            .Ended(CycleEnd.Refused).Result().Diagnosis.ShouldBe(diagnosis);

    [Fact]
    public void The_service_is_the_one_that_came_farthest_and_not_the_guess_after_it()
    {
        var bench = new TransactionBench().Reached().Sought().NoCertificate(CertificateStep.Metadata);
        bench.Add(at => new JournalEntry.CertificateSought(at, CertificateSource.Dns, "https://guess.contoso.example"))
            .NoCertificate(CertificateStep.Metadata).Refused(RegisterFailureKind.NoSchemeBegan, 401)
            .Ended(CycleEnd.EveryCandidateFailed);

        bench.Result().TargetUri.ShouldBe("https://web.contoso.example:443/CertProv/CertProvisioningService.svc");
    }

    [Fact]
    public void The_diagnosis_of_a_web_service_names_its_server() =>
        new TransactionBench().Reached().Sought()
            .NoCertificate(
                CertificateStep.Ticket, CertificateFailureKind.CredentialRejected, "fe01.contoso.example", 28020,
                "No valid security token.")
            .Refused(RegisterFailureKind.CredentialRejected).Ended(CycleEnd.Refused).Result().Diagnosis.ShouldBe(
                "Inner Diagnosis:X-MS-server-Fqdn : fe01.contoso.example\n"
                + "ErrorCode=28020,Source=fe01.contoso.example,Reason=No valid security token.");

    [Fact]
    public void Media_Relays_must_give_an_address_over_each_transport()
    {
        Relays((RelayTransport.Udp, RelayStatus.Allocated), (RelayTransport.Tcp, RelayStatus.Allocated)).Result
            .ShouldBe(TransactionVerdict.Success);
        Relays((RelayTransport.Udp, RelayStatus.Allocated), (RelayTransport.Udp, RelayStatus.Silent)).Result
            .ShouldBe(TransactionVerdict.Success);
        Relays().Error.ShouldBe("No Media Relay is named for the user.");

        var silent = Relays((RelayTransport.Udp, RelayStatus.Silent), (RelayTransport.Tcp, RelayStatus.Allocated));
        (silent.Result, silent.FailedStep).ShouldBe((TransactionVerdict.Failure, TransactionStep.RelayReach));
        silent.Error.ShouldStartWith("10060, ");
    }

    [Fact]
    public void What_is_wrong_beside_the_Media_Relays_fails_no_sign_in() =>
        new TransactionBench().Reached().Registered().Relay(RelayTransport.Udp, RelayStatus.Silent).SignedOut()
            .Result().ShouldSatisfyAllConditions(
                r => r.Result.ShouldBe(TransactionVerdict.Success),
                r => r.IsDegraded.ShouldBeTrue(),
                r => r.FailedStep.ShouldBeNull());

    [Fact]
    public void Who_subscribes_must_be_told_after_the_other_has_published()
    {
        Presence(told: 7).Result.ShouldBe(TransactionVerdict.Success);
        // The notice comes before the answer to what it is of.
        Presence(told: 5.5).Result.ShouldBe(TransactionVerdict.Success);

        var missed = Presence(told: 4);
        (missed.Result, missed.FailedStep, missed.Error, missed.Account).ShouldBe((
            TransactionVerdict.Failure, TransactionStep.Presence,
            "Presence notification is not received within 25 secs.", Bob));
    }

    [Fact]
    public void A_number_of_another_user_is_a_failure_before_anybody_signs_in()
    {
        var result = new TransactionBench(account: "").Dhcp(DhcpStatus.Answered).Sought()
            .Add(at => new JournalEntry.UserFound(at, Alice, "101", Bob)).Ended(CycleEnd.Refused)
            .Result(TransactionKind.PhoneBootstrap);

        (result.Result, result.FailedStep).ShouldBe((TransactionVerdict.Failure, TransactionStep.Certificate));
        result.Error.ShouldContain("sip:alice@contoso.example and not sip:bob@contoso.example");
        result.Cause!.ShouldSatisfyAllConditions(
            cause => $"{cause.Code}".ShouldBe("DT3352"),
            cause => cause.Title.ShouldContain("101"));
    }

    [Fact]
    public void A_number_that_becomes_a_user_is_one_user()
    {
        var bench = new TransactionBench(account: "").Dhcp(DhcpStatus.Answered).Sought()
            .Add(at => new JournalEntry.UserFound(at, Alice, "101", ""))
            .Add(at => new JournalEntry.PoweredOn(at, Alice, "lync-phone", null))
            .Reached().Registered().SignedOut();
        var result = bench.Result(TransactionKind.PhoneBootstrap);

        (result.Result, result.Account, result.SignedOut).ShouldBe((TransactionVerdict.Success, Alice, true));
    }

    [Fact]
    public void A_notification_that_does_not_come_is_told_with_what_the_publisher_is_shown_as()
    {
        var bench = new TransactionBench().Reached().Registered().Add(at => new JournalEntry.NotificationMissed(
            at, Bob, TimeSpan.FromSeconds(25), new(9500)));
        bench.Journal.AddRange(new TransactionBench(Bob).Reached().Registered().Journal);
        var result = bench.Result(TransactionKind.Presence);

        (result.Result, result.FailedStep).ShouldBe((TransactionVerdict.Failure, TransactionStep.Presence));
        $"{result.Cause!.Code}".ShouldBe("DT4312");
        result.Cause.Title.ShouldBe($"What {Bob} published was not told to {Alice} within 25.0 s");
    }

    private static TransactionResult Relays(params (RelayTransport Transport, RelayStatus Status)[] relays)
    {
        var bench = new TransactionBench().Reached().Registered();
        foreach (var (transport, status) in relays)
        {
            bench.Relay(transport, status);
        }

        return bench.SignedOut().Result(TransactionKind.AvEdgeConnectivity);
    }

    private static TransactionResult Presence(double told)
    {
        var subscriber = new TransactionBench().Reached().Registered().SignedOut();
        var notice = new JournalEntry.PresenceNotified(Instant.Zero + TimeSpan.FromSeconds(told), Tls, Bob);
        subscriber.Journal.Insert(subscriber.Journal.Count - 1, notice);
        var publisher = new TransactionBench(Bob).Reached().Registered().SignedOut();
        publisher.Journal.Insert(publisher.Journal.Count - 1, new JournalEntry.Published(
            Instant.Zero + TimeSpan.FromSeconds(6), Tls, new PublishRequest("bob@contoso.example", []),
            Corrected: false, TimeSpan.FromSeconds(1)));
        return TransactionResult.Of(TransactionKind.Presence, [.. subscriber.Journal, .. publisher.Journal]);
    }
}
