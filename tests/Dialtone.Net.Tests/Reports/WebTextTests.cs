using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Reports;

public class WebTextTests
{
    private static readonly WebUrl Url = new(HostName.Parse("web.contoso.example"), "/mex");
    private static readonly EndPointAddress Remote = new(IpAddress.Parse("192.0.2.31"), 443);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_answer_is_said_with_the_server_and_its_diagnosis()
    {
        WebText.Of(new WebOutcome(Url, WebStatus.Answered, WebStep.Http)
        {
            HttpStatus = 401,
            Reason = "Unauthorized",
            Server = "fe01.contoso.example",
            Offered = ["Negotiate", "NTLM"],
            Proof = WebProof.Refused,
            Scheme = "NTLM",
            Diagnostics = "28020;reason=\"No valid security token.\"",
        }).ShouldBe(
            "answered 401 Unauthorized from fe01.contoso.example, the user's proof by NTLM refused; "
            + "it says: 28020;reason=\"No valid security token.\"");
    }

    [Fact]
    public void A_certificate_for_another_name_is_said_with_both_names()
    {
        var leaf = new CertificateFacts(
            "www.fabrikam.example", "CA", ["www.fabrikam.example"], Now, Now, "", "RSA", 2048, true);
        var tls = new TlsFacts("TLS 1.3", "", [leaf], ChainTrust.Trusted);
        var tried = new WebTry(Remote, WebStep.Tls, ChannelEnd.Failed, "", TimeSpan.Zero)
        {
            Expected = Url.Host,
            Tls = tls,
            Judgement = CertificateJudge.Judge(tls, [Url.Host], Now),
            WallClock = Now,
        };
        var outcome = new WebOutcome(Url, WebStatus.NotTrusted, WebStep.Tls) { Tries = [tried] };

        WebText.Of(outcome).ShouldBe(
            "is not reached: 192.0.2.31:443 is not trusted: its certificate is not made out to web.contoso.example "
            + "but to www.fabrikam.example");
    }

    [Theory]
    [InlineData(WebStep.Connect, ChannelEnd.Refused,
        "192.0.2.31:443 refused the connection: nothing listens on that port")]
    [InlineData(WebStep.Tls, ChannelEnd.TimedOut, "192.0.2.31:443 said nothing in the TLS handshake")]
    [InlineData(WebStep.Http, ChannelEnd.TimedOut, "192.0.2.31:443 did not answer the request")]
    [InlineData(WebStep.Http, ChannelEnd.Reset, "192.0.2.31:443 reset the connection before it had answered")]
    [InlineData(WebStep.Http, ChannelEnd.Failed, "192.0.2.31:443 could not be used (why)")]
    public void What_failed_is_said_with_its_address(WebStep step, ChannelEnd end, string text)
    {
        var outcome = new WebOutcome(Url, WebStatus.Lost, step)
        {
            Tries = [new(Remote, step, end, "why", TimeSpan.Zero)],
        };
        WebText.Of(outcome).ShouldBe("is not reached: " + text);
    }

    [Fact]
    public void The_line_of_the_journal_names_the_method_the_address_and_the_time()
    {
        var outcome = new WebOutcome(Url, WebStatus.NotResolved, WebStep.Resolve)
        {
            Addresses = new() { Status = DnsStatus.NoSuchName },
            Took = TimeSpan.FromMilliseconds(3),
        };
        JournalText.Of(new JournalEntry.WebCalled(Instant.Zero, Step.Register, outcome)).ShouldEndWith(
            "WebCalled: GET https://web.contoso.example/mex is not reached: web.contoso.example does not exist "
            + "(NXDOMAIN) in 3 ms");
    }
}
