using System.Text;
using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Reports;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

public class ChangeLogTests
{
    private static readonly Candidate Second = Tls with { Host = Pool02 };
    private readonly ChangeLog _log = new();

    [Fact]
    public void An_outage_is_told_from_the_loss_to_the_return()
    {
        Add(SignedIn(Tls, 0)).ShouldBe("SignedIn: signed in with pool01.contoso.example over TLS (192.0.2.11:5061)");
        Add(SignedIn(Tls, 570) with { Refresh = true }).ShouldBeEmpty();
        Add(new JournalEntry.ChannelLost(At(600), Tls, ChannelEnd.TimedOut, ""))
            .ShouldBe("Lost: pool01.contoso.example did not answer: the registration is lost");
        Add(CycleBegan(Cycle.Known)).ShouldBe("Cycle: the last Registrar comes first");
        Add(new JournalEntry.AttemptBegan(At(600), Cycle.Known, Tls with { Source = CandidateSource.Known }))
            .ShouldBe("Trying: trying pool01.contoso.example over TLS, which the last registration named");
        Add(ConnectFailed(ChannelEnd.TimedOut, "")).ShouldBe(
            "Failed: pool01.contoso.example (192.0.2.11:5061) did not answer");
        Add(CycleBegan(Cycle.Scratch)).ShouldBe("Cycle: DNS and DHCP are asked anew");
        Add(Resolved(DnsStatus.Answered, FrontEnd1)).ShouldBeEmpty();
        Add(new JournalEntry.BackedOff(At(603), TimeSpan.FromSeconds(7), BackOffReason.NothingReached))
            .ShouldBe("Waiting: waiting 7 s before the next try");
        Add(CycleBegan(Cycle.Remembered))
            .ShouldBe("Cycle: DNS and DHCP gave nothing usable: what is remembered comes next");
        Add(SignedIn(Second, 612)).ShouldBe(
            "Back: signed in again with pool02.contoso.example over TLS (192.0.2.11:5061), 12 s after it was lost");
        Add(SignedIn(Tls, 900)).ShouldStartWith("Note: signed in with pool01.contoso.example");
        Add(new JournalEntry.FailedBack(At(900), Second, Tls))
            .ShouldBe("Home: back at pool01.contoso.example, from pool02.contoso.example");
        Add(new JournalEntry.SignedOut(At(901), Confirmed: true))
            .ShouldBe("SignedOut: signed out: the Registrar confirmed it");
        _log.WasSignedIn.ShouldBeTrue();
    }

    [Fact]
    public void A_refresh_that_fails_is_a_loss_and_a_try_that_fails_is_none()
    {
        var failure = new RegisterFailure { Kind = RegisterFailureKind.NoAnswer };
        _ = Add(SignedIn(Tls, 0));
        Add(new JournalEntry.RegisterFailed(At(1), Second, Remote2, failure, TimeSpan.FromSeconds(8)))
            .ShouldStartWith("Failed: ");
        Add(new JournalEntry.RegisterFailed(At(602), Tls, Remote1, failure, TimeSpan.FromSeconds(32)))
            .ShouldBe("Lost: pool01.contoso.example over TLS at 192.0.2.11:5061 did not answer REGISTER");
        Add(new JournalEntry.RegisterFailed(At(603), Tls, Remote1, failure, TimeSpan.FromSeconds(8)))
            .ShouldStartWith("Failed: ");
    }

    [Fact]
    public void The_network_and_a_phone_that_never_signed_in()
    {
        Add(new JournalEntry.NetworkChanged(At(0), [FrontEnd1])).ShouldStartWith("Network: ");
        Add(new JournalEntry.SignedOut(At(1), Confirmed: false))
            .ShouldBe("SignedOut: switched off while it was not signed in");
        _log.WasSignedIn.ShouldBeFalse();
    }

    [Fact]
    public void As_data_a_change_is_one_line()
    {
        _ = Add(SignedIn(Tls, 0));
        _ = Add(new JournalEntry.ChannelLost(At(600), Tls, ChannelEnd.Reset, ""));
        using var output = new MemoryStream();
        ChangeJson.Write(_log.Add(SignedIn(Tls, 601.5)).ShouldNotBeNull(), WallClock, output);

        var line = Encoding.UTF8.GetString(output.ToArray());
        line.IndexOf('\n', StringComparison.Ordinal).ShouldBe(line.Length - 1);
        var json = JsonElement.Parse(line);
        json.GetProperty("at").GetDateTimeOffset().ShouldBe(WallClock);
        json.GetProperty("event").GetString().ShouldBe("back");
        json.GetProperty("registrar").GetString().ShouldBe("pool01.contoso.example");
        json.GetProperty("transport").GetString().ShouldBe("TLS");
        json.GetProperty("address").GetString().ShouldBe("192.0.2.11");
        json.GetProperty("milliseconds").GetDouble().ShouldBe(1500);
    }

    private static JournalEntry.Registered SignedIn(Candidate candidate, double seconds) => new(
        At(seconds), candidate, Remote1, "Digest SHA-256", TimeSpan.FromSeconds(600), Refresh: false, TimeSpan.Zero);

    private string Add(JournalEntry entry) => _log.Add(entry) is { } change ? $"{change.Kind}: {change.Text}" : "";
}
