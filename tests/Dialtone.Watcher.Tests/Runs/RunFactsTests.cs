using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Wire.Addresses;

namespace Dialtone.Watcher.Tests.Runs;

public class RunFactsTests
{
    private static readonly DateTimeOffset Day = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EndPointAddress FrontEnd1 = At("192.0.2.11");
    private static readonly EndPointAddress FrontEnd2 = At("192.0.2.12");

    private static readonly Candidate Pool01 = new(
        CandidateSource.InternalSrv, SipTransport.Tls, HostName.Parse("pool01.contoso.example"), 5061);

    private static readonly Candidate Pool02 = Pool01 with { Host = HostName.Parse("pool02.contoso.example") };

    private static EndPointAddress At(string address) => new(IpAddress.Parse(address), 5061);

    private static JournalEntry.Registered Registered(Candidate candidate) => new(
        Instant.Zero, candidate, FrontEnd1, "TLS-DSK", TimeSpan.FromMinutes(10), false, TimeSpan.Zero);

    private static RunFacts Of(params ImmutableArray<JournalEntry> journal)
    {
        var result = TransactionResult.Of(TransactionKind.Registration, journal);
        return RunMaker.WithoutReport(
            new("Sign in", new() { Transaction = TransactionKind.Registration, Account = new("alice") }), "watcher01",
            new ProbeResult.Ran(result, TimedOut: false), Day, TimeSpan.Zero).Facts;
    }

    private static JournalEntry.MemorySaved Saved(params ImmutableArray<Candidate> home) => new(Instant.Zero, new()
    {
        Account = "sip:alice@contoso.example",
        Profile = "lync-phone",
        Registrar = new(home[0].Host, home[0].Transport, home[0].Port),
        Home = [.. home.Select(each => new RememberedRegistrar(
            new(each.Host, each.Transport, each.Port), [], Day, RegistrarNaming.Redirect))],
        SavedAt = Day,
    });

    [Theory]
    [InlineData(CandidateSource.Memory, true)]
    [InlineData(CandidateSource.Known, false)]
    [InlineData(CandidateSource.Dhcp, false)]
    [InlineData(CandidateSource.Redirect, false)]
    public void A_phone_that_found_no_other_registrar_lives_on_memory(CandidateSource source, bool isSo) =>
        Of(Registered(Pool01 with { Source = source })).OnMemory.ShouldBe(isSo);

    [Fact]
    public void The_first_of_a_home_is_no_backup_and_the_second_is()
    {
        Of(Registered(Pool01), Saved(Pool01, Pool02)).OnBackup.ShouldBeFalse();
        Of(Registered(Pool02), Saved(Pool01, Pool02)).OnBackup.ShouldBeTrue();
        Of(Registered(Pool02 with { Port = 5071 }), Saved(Pool01, Pool02)).OnBackup.ShouldBeFalse();
    }

    [Fact]
    public void Survivable_mode_is_on_backup() => Of(
        Registered(Pool01),
        new JournalEntry.SurvivableModeBegan(Instant.Zero, Pool01, SurvivableReason.OnBackup, Pool02.Host, ""))
        .OnBackup.ShouldBeTrue();

    [Theory]
    [InlineData(SipTransport.Tls, false)]
    [InlineData(SipTransport.Tcp, true)]
    [InlineData(SipTransport.Udp, false)]
    public void Without_TLS_over_TCP_is_told(SipTransport transport, bool isSo) =>
        Of(Registered(Pool01 with { Transport = transport })).OnTcp.ShouldBe(isSo);

    [Fact]
    public void Addresses_count_once_whether_they_were_tried_in_vain_or_answered()
    {
        var facts = Of(
            new JournalEntry.ConnectFailed(
                Instant.Zero, Pool01, FrontEnd1, ChannelEnd.TimedOut, "", TimeSpan.FromSeconds(5)),
            new JournalEntry.ConnectFailed(
                Instant.Zero, Pool01, FrontEnd2, ChannelEnd.Refused, "", TimeSpan.FromSeconds(5)),
            new JournalEntry.Connected(Instant.Zero, Pool01, FrontEnd1, FrontEnd1, TimeSpan.Zero));
        (facts.TargetsTried, facts.TargetsAnswered).ShouldBe((2, 1));
    }

    [Fact]
    public void Of_the_certificates_that_servers_showed_the_one_that_ends_first_counts()
    {
        CertificateFacts Ends(int days) => new("CN=a", "CN=b", [], Day, Day.AddDays(days), "00", "RSA", 2048, true);
        TlsFacts Chain(params CertificateFacts[] chain) => new("TLS 1.3", "TLS_AES_128_GCM_SHA256", chain, default);
        var facts = Of(
            new JournalEntry.Secured(
                Instant.Zero, Pool01, FrontEnd1, Chain(Ends(90), Ends(30)), CertificateVerdict.Good, Day,
                TimeSpan.Zero),
            new JournalEntry.HandshakeFailed(
                Instant.Zero, Pool01, FrontEnd2, ChannelEnd.Reset, "", Chain(Ends(60)), TimeSpan.Zero));
        facts.CertificateEnd.ShouldBe(Day.AddDays(30));
        (Of().CertificateEnd, Of().UserCertificateEnd).ShouldBe((null, null));
    }
}
