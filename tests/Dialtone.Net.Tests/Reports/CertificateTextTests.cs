using System.Text;
using System.Text.Json;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Phones;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Net.Tests.Reports;

public class CertificateTextTests
{
    private const string Service = "https://web.contoso.example/CertProv/CertProvisioningService.svc";

    private static readonly WebUrl Url = WebUrl.TryParse(Service, out var url) ? url : default;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly KeptCertificate Certificate = new(
        "sip:alice@contoso.example", new(new byte[] { 1 }, new(new byte[] { 2 })), Service, Now, Now, Now.AddDays(180));

    [Fact]
    public void A_refused_credential_is_said_with_number_server_and_clock() => CertificateText.Of(
        new CertificateFailure(CertificateFailureKind.CredentialRejected, CertificateStep.Ticket)
        {
            Url = Service,
            Status = 401,
            Server = "fe01.contoso.example",
            ErrorId = 28020,
            Reason = "No valid security token.",
            ClockDifference = TimeSpan.FromMinutes(-10),
        }).ShouldBe(
            $"{Service} refused the user's proof: No valid security token (28020) [fe01.contoso.example]; "
            + "the server's clock is 10 min behind");

    [Fact]
    public void A_small_difference_of_clocks_is_not_told() => CertificateText.Of(
        new CertificateFailure(CertificateFailureKind.WrongUser, CertificateStep.Judge)
        {
            Url = Service,
            Reason = "bob@contoso.example",
            ClockDifference = TimeSpan.FromSeconds(59),
        }).ShouldBe($"{Service} issued a certificate of another: bob@contoso.example");

    [Fact]
    public void Every_kind_and_every_reason_has_a_text_of_its_own()
    {
        Enum.GetValues<CertificateFailureKind>()
            .Select(kind => CertificateText.Of(
                new CertificateFailure(kind, CertificateStep.Ticket) { Url = Service, Reason = "x" }))
            .Distinct().Count().ShouldBe(Enum.GetValues<CertificateFailureKind>().Length);
        Enum.GetValues<PinReason>().Select(CertificateText.Of).Distinct().Count()
            .ShouldBe(Enum.GetValues<PinReason>().Length);
    }

    [Fact]
    public void The_walk_says_what_was_asked_and_what_came()
    {
        var walk = new Walk();
        Line(new JournalEntry.CertificateSought(Instant.Zero, CertificateSource.Dhcp, Service))
            .ShouldBe($"none is kept that serves: {Service} is asked for one (DHCP option 43)");
        Line(new JournalEntry.CertificateSought(Instant.Zero, CertificateSource.Kept, Service))
            .ShouldBe($"it comes near its end: {Service} is asked for another");
        Line(new JournalEntry.CertificateObtained(Instant.Zero, Certificate, TimeSpan.FromSeconds(1)))
            .ShouldBe("issued for sip:alice@contoso.example, valid until 2026-08-28");
        Line(new JournalEntry.CertificateFailed(
            Instant.Zero,
            new(CertificateFailureKind.PinRejected, CertificateStep.Ticket) { Url = Service, Pin = PinReason.Locked },
            TimeSpan.Zero)).ShouldBe(
                $"{Service}: the account takes no PIN: it is locked after too many wrong ones");

        string Line(JournalEntry entry) => walk.Add(entry).ShouldHaveSingleItem().Text;
    }

    [Fact]
    public void Lyncdiscover_is_said_with_the_way_that_came_furthest()
    {
        var walk = new Walk();
        var ticket = new CertificateFailure(CertificateFailureKind.NoUsableProof, CertificateStep.Ticket)
        {
            Url = Service,
            Fault = SecurityFault.ClockSkew,
            Reason = "x",
        };
        Line(new() { Status = LyncdiscoverStatus.NotThere })
            .ShouldBe((WalkMark.Note, "neither name of Lyncdiscover has an address"));
        Line(new()
        {
            Status = LyncdiscoverStatus.Found,
            Registrars = [new(HostName.Parse("pool01.contoso.example"), 5061)],
            WebServer = HostName.Parse("web.contoso.example"),
        }).ShouldBe((WalkMark.Done, "web.contoso.example → pool01.contoso.example:5061"));
        var (mark, text) = Line(new()
        {
            Status = LyncdiscoverStatus.Failed,
            Failures =
            [
                new(LyncdiscoverFailureKind.NoTicket, "https://web.contoso.example/user") { Ticket = ticket },
                new(LyncdiscoverFailureKind.NotReached, "http://lyncdiscover.contoso.example/")
                {
                    Call = new(Url, WebStatus.NotResolved, WebStep.Resolve),
                },
            ],
        });
        mark.ShouldBe(WalkMark.Failed);
        text.ShouldStartWith(
            "Lyncdiscover names no Registrar: https://web.contoso.example/user asks for a web ticket: ");

        (WalkMark, string) Line(LyncdiscoverOutcome outcome)
        {
            var line = walk.Add(new JournalEntry.LyncdiscoverSeen(Instant.Zero, outcome)).ShouldHaveSingleItem();
            return (line.Mark, line.Text);
        }
    }

    [Fact]
    public void Both_are_data_too()
    {
        JournalEntry[] journal =
        [
            new JournalEntry.LyncdiscoverSeen(Instant.Zero, new()
            {
                Status = LyncdiscoverStatus.Failed,
                Failures = [new(LyncdiscoverFailureKind.UserUnknown, "https://web.contoso.example/user")],
            }),
            new JournalEntry.CertificateFailed(
                Instant.Zero,
                new(CertificateFailureKind.PinRejected, CertificateStep.Ticket)
                {
                    Url = Service,
                    Status = 500,
                    ErrorId = 28022,
                    Pin = PinReason.SwitchedOff,
                    ClockDifference = TimeSpan.FromSeconds(3),
                },
                TimeSpan.Zero),
            new JournalEntry.CertificateObtained(Instant.Zero, Certificate, TimeSpan.FromMilliseconds(5)),
        ];
        AddressOfRecord.TryParse("alice@contoso.example", out var account).ShouldBeTrue();
        using var output = new MemoryStream();
        SignInJson.Write(
            new(account, "lync-client", default, SignInSummary.Of(journal), [.. journal]), null, withJournal: true,
            output);

        var text = Encoding.UTF8.GetString(output.ToArray());
        using var document = JsonDocument.Parse(text);
        var certificate = document.RootElement.GetProperty("certificate");
        certificate.GetProperty("obtained").GetBoolean().ShouldBeTrue();
        certificate.GetProperty("from").GetString().ShouldBe(Service);
        var failure = certificate.GetProperty("failures")[0];
        (failure.GetProperty("kind").GetString(), failure.GetProperty("step").GetString(),
            failure.GetProperty("pin").GetString(), failure.GetProperty("errorId").GetInt32())
            .ShouldBe(("pin-rejected", "ticket", "switched-off", 28022));
        document.RootElement.GetProperty("lyncdiscover").GetProperty("failures")[0].GetProperty("kind").GetString()
            .ShouldBe("user-unknown");
    }
}
