using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Reports.Html;

public class LadderTests
{
    private const int PageBytesMax = 4 * 1024 * 1024;

    [Fact]
    public void Lanes_are_who_was_spoken_with_in_the_order_of_the_way() => LanesOf(Messages.OfARefusal()).ShouldBe(
        [
            "Device", "DHCP", "DNS 192.0.2.53", "Registrar pool01 192.0.2.11", "Registrar 192.0.2.12",
        ]);

    [Fact]
    public void A_broadcast_goes_to_whoever_answers_it() =>
        LanesOf([Messages.Dhcp(0, true, "DHCPINFORM"), Messages.Dhcp(0, false, "DHCPACK")])
            .ShouldBe(["Device", "DHCP 192.0.2.67"]);

    [Fact]
    public void What_fails_is_marked_and_what_nobody_answers_too() => RowsOf(Messages.OfARefusal()).ShouldBe(
        [
            "dhcp unanswered: DHCPINFORM – no answer", "dns: SRV _sipinternaltls._tcp.contoso.example",
            "dns unanswered: SRV _sip._tls.contoso.example – no answer", "dns: 1 SRV record",
            "connection: TCP connecting", "connection failed: connection refused", "connection: TCP connected",
            "connection: TLS 1.3 with pool01.contoso.example", "sip: REGISTER", ": 4.2 s without a message",
            "sip failed: 403 Forbidden",
        ]);

    [Theory]
    [InlineData(0, "dns")]
    [InlineData(2, "dns failed")]
    [InlineData(3, "dns")]
    [InlineData(5, "dns failed")]
    public void An_answer_of_DNS_is_a_failure_only_where_the_server_failed(byte code, string expected) =>
        RowsOf([Messages.Dns(0, isSent: false, id: 1, "answer", code)]).ShouldBe([$"{expected}: answer"]);

    [Fact]
    public void A_connection_that_is_closed_as_soon_as_it_is_secured_was_not_trusted() => RowsOf(
        [
            Messages.Event(0, 5, Messages.Web, TracedEvent.Secured, "TLS 1.3 with web01.contoso.example"),
            Messages.Event(0, 5, Messages.Web, TracedEvent.Closed, "closed"),
        ]).ShouldBe(["connection failed: TLS 1.3 with web01.contoso.example", "connection: connection closed"]);

    [Fact]
    public void The_same_message_again_and_again_is_one_row() => RowsOf(
        [.. Enumerable.Range(0, 40).Select(i => Messages.Dns(i * 0.1, isSent: true, id: 1, "SRV x"))])
        .ShouldBe(["dns unanswered: SRV x ×40 – no answer"]);

    [Fact]
    public void A_row_opens_onto_its_message()
    {
        var page = Document(Messages.OfARefusal());
        var opened = page.Descendants("td").Where(cell => cell.Element("details") is not null
            && cell.Ancestors("section").First().Attribute("id")!.Value == "messages").ToList();
        opened[^1].Descendants("code").First().Value.ShouldBe("SIP/2.0 403 Forbidden\nCSeq: 1 REGISTER\n\n");
        opened[1].Descendants("code").First().Value.ShouldBe(
            "0000  00 01 01 00 00 00 00 00  ........\n0008  00 00 00 00              ....\n");
        opened[^1].Descendants("p").First().Value.ShouldBe(
            "SIP over TLS, 192.0.2.12:5061 → 192.0.2.50:51234, 43 bytes: 403 Forbidden");
    }

    [Fact]
    public void A_body_that_is_no_text_is_shown_as_bytes_below_its_head()
    {
        var bytes = (byte[])[.. "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"u8, 0, 0xFF, (byte)'a'];
        var page = Document([Messages.Stream(0, false, TracedProtocol.Http, Messages.Web, "200 OK", bytes)]);
        page.Descendants("div").Single(each => each.Attribute("class")?.Value == "message").Descendants("code").First()
            .Value.ShouldBe("HTTP/1.1 200 OK\nContent-Length: 3\n\n0000  00 ff 61                 ..a\n");
    }

    [Theory]
    [InlineData(true, "SUBSCRIBE", "From", "bob@contoso.example")]
    [InlineData(false, "200 OK", "From", "bob@contoso.example")]
    [InlineData(false, "BENOTIFY", "To", "bob@contoso.example")]
    [InlineData(true, "200 OK", "To", "bob@contoso.example")]
    public void Where_two_users_sign_in_it_is_said_whose_message_it_is(
        bool isSent, string title, string field, string user)
    {
        var text = $"{title}\r\nEvent: presence;x=y\r\n{field}: <sip:{user}>;tag=1\r\n\r\n";
        var page = TransactionHtmlTests.Document(Examples.Refused() with
        {
            Kind = TransactionKind.Presence,
            Messages = [Messages.Sip(0, isSent, title, text), Messages.Sip(1, false, "200 OK", "")],
        });
        var package = title.EndsWith('K') ? "" : " presence";
        page.Descendants("text").First().Value.ShouldBe($"{title}{package} – {user}");
    }

    [Fact]
    public void Ten_thousand_messages_give_a_page_that_opens()
    {
        var body = new string('x', 20_000);
        var page = Examples.PageOf(Examples.Refused() with
        {
            Messages =
            [
                .. Enumerable.Range(0, 10_000)
                    .Select(i => Messages.Sip(i * 0.01, i % 2 == 0, $"MESSAGE {i}", $"{i} {body}")),
            ],
        });
        Encoding.UTF8.GetByteCount(page).ShouldBeLessThan(PageBytesMax);
        page.ShouldContain("9650 messages left out");
        page.ShouldContain("characters left out");
    }

    [Fact]
    public void What_fails_in_the_middle_of_many_is_kept()
    {
        var many = Enumerable.Range(0, 1_000)
            .Select(i => Messages.Sip(i * 0.01, i % 2 == 0, i == 501 ? "500 Server Error" : $"MESSAGE {i}", $"{i}"));
        RowsOf([.. many]).Count(row => row == "sip failed: 500 Server Error").ShouldBe(1);
    }

    [Fact]
    public void More_Registrars_than_there_are_lanes_for_share_the_last()
    {
        var lanes = LanesOf(
            [
                .. Enumerable.Range(1, 20).Select(i => Messages.Stream(
                    0, true, TracedProtocol.Sip, Messages.EndPointOf($"192.0.2.{i}:5061"), "REGISTER", [(byte)i])),
            ]);
        lanes.Length.ShouldBe(7);
        lanes[^1].ShouldBe("Registrar 15 addresses");
    }

    [Theory]
    [MemberData(nameof(TransactionHtmlTests.Hostile), MemberType = typeof(TransactionHtmlTests))]
    public void What_a_peer_says_in_a_message_stays_text(string said)
    {
        var harmless = Document([Messages.Sip(0, false, "a", "a")]);
        var page = Document([Messages.Sip(0, false, said, said)]);
        page.Descendants().Select(each => each.Name).ShouldBe(harmless.Descendants().Select(each => each.Name));
        page.Descendants().Attributes().Select(each => each.Name).ShouldBe(
            harmless.Descendants().Attributes().Select(each => each.Name));
    }

    [Fact]
    public void Every_arrow_has_a_title_that_says_all_of_it() => Document(Messages.OfARefusal()).Descendants("summary")
        .Select(summary => summary.Element("svg")?.Element("title")?.Value).OfType<string>().Last().ShouldBe(
            "4.200 s, SIP from Registrar 192.0.2.12:5061: 403 Forbidden");

    private static string[] LanesOf(ImmutableArray<TracedMessage> messages) =>
    [
        .. Document(messages).Descendants("div").Single(each => each.Attribute("class")?.Value == "heads").Elements()
            .Select(head => string.Join(' ', head.Elements().Select(each => each.Value))),
    ];

    private static string[] RowsOf(ImmutableArray<TracedMessage> messages) =>
    [
        .. Document(messages).Descendants("text")
            .Select(text => $"{text.Parent!.Attribute("class")?.Value}: {text.Value}"),
    ];

    private static XDocument Document(ImmutableArray<TracedMessage> messages) => TransactionHtmlTests.Document(
        Examples.Refused() with { Messages = messages, Steps = [], Findings = new() });
}
