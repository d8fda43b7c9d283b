using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class WebTicketTests
{
    [Fact]
    public void A_request_of_a_client_of_other_people_is_read()
    {
        WebTicketRequest.TryRead(Bytes(TicketRequest), out var request, out var fault).ShouldBeTrue($"{fault}");

        request!.Context.ShouldBe("a15780ab-975f-5b29-ada0-8b95adb48287");
        request.AppliesTo.ShouldBe(Location);
        request.User.ShouldBe("sip:alice@contoso.example");
        request.Entropy.ToArray().ShouldBe(Convert.FromBase64String(ClientEntropy));
        (request.Header!.Proof, request.Header.Username).ShouldBe((null, null));
    }

    [Fact]
    public void A_request_is_written_element_by_element_as_that_client_does()
    {
        WebTicketRequest.TryRead(Bytes(TicketRequest), out var request, out _).ShouldBeTrue();

        var text = Text(new WebTicketRequest
        {
            Context = request!.Context,
            AppliesTo = request.AppliesTo,
            User = request.User,
            Entropy = request.Entropy,
        }.ToBytes());

        var body = TicketRequest[TicketRequest.IndexOf("<soap:Body", StringComparison.Ordinal)..];
        text[text.IndexOf("<soap:Body", StringComparison.Ordinal)..].ShouldBe(WithoutSpace(body));
        text.ShouldNotContain("soap:Header");
    }

    [Fact]
    public void A_number_and_its_pin_go_in_the_header_and_nobody_is_claimed()
    {
        var bytes = new WebTicketRequest
        {
            AppliesTo = Location,
            Entropy = new byte[WebTicketRequest.EntropyBytes],
            Header = new()
            {
                To = "https://web.contoso.example/WebTicket/WebTicketService.svc/Pin",
                Action = WebTicketRequest.Action,
                MessageId = "uuid:1",
                Username = new("+14255550100;ext=4711", "13<57"),
            },
        }.ToBytes();

        WebTicketRequest.TryRead(bytes, out var request, out var fault).ShouldBeTrue($"{fault}");
        request!.User.ShouldBe("");
        var token = request.Header!.Username.ShouldNotBeNull();
        (token.Username, token.Password).ShouldBe(("+14255550100;ext=4711", "13<57"));
        (request.Header.To, request.Header.Action, request.Header.MessageId).ShouldBe(
            ("https://web.contoso.example/WebTicket/WebTicketService.svc/Pin", WebTicketRequest.Action, "uuid:1"));
        Text(bytes).ShouldNotContain("Claims");
    }

    [Fact]
    public void An_assertion_is_kept_to_the_letter()
    {
        WebTicketResponse.TryRead(Bytes(TicketResponse), out var response, out var fault).ShouldBeTrue($"{fault}");

        response!.Assertion.ShouldBe(Assertion);
        (response.AssertionId, response.Context).ShouldBe(("SamlSecurityToken-7", "a15780ab"));
        (response.Created.Text, response.Expires.Text).ShouldBe(("2026-11-22T06:56:43Z", "2026-11-22T14:56:43Z"));
        response.Expires.At.ShouldBe(new DateTimeOffset(2026, 11, 22, 14, 56, 43, TimeSpan.Zero));
    }

    [Fact]
    public void An_answer_is_written_so_that_pieces_can_be_cut_out_of_it()
    {
        WebTicketResponse.TryRead(Bytes(TicketResponse), out var response, out _).ShouldBeTrue();

        var bytes = response!.ToBytes();

        Text(bytes).ShouldContain("<wst:Lifetime><wsu:Created>2026-11-22T06:56:43Z</wsu:Created>"
            + "<wsu:Expires>2026-11-22T14:56:43Z</wsu:Expires></wst:Lifetime>");
        WebTicketResponse.TryRead(bytes, out var again, out _).ShouldBeTrue();
        again!.Assertion.ShouldBe(Assertion);
        again.Entropy.ToArray().ShouldBe(Convert.FromBase64String(ServerEntropy));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01T00:00:01", 1)]
    [InlineData("1970-01-01T05:00:00", 18_000)]
    [InlineData("1970-01-18T00:00:00Z", 1_468_800)]
    [InlineData("1970-12-01T00:00:00Z", 28_857_600)]
    [InlineData("1971-01-01T00:00:00", 31_536_000)]
    public void P3_a_moment_without_a_zone_is_in_utc(string text, long seconds)
    {
        WebMoment.TryParse(text, out var moment).ShouldBeTrue();

        moment.At.ToUnixTimeSeconds().ShouldBe(seconds);
    }

    [Theory]
    [InlineData("2026-11-22T06:56:43Z", true)]
    [InlineData("2026-11-22T06:56:43.1234567Z", true)]
    [InlineData("2026-11-22T07:56:43+01:00", true)]
    [InlineData("2026-11-22T06:56:43", true)]
    [InlineData("2026-11-22 06:56:43Z", false)]
    [InlineData("2026-13-22T06:56:43Z", false)]
    [InlineData("<x/>", false)]
    [InlineData(null, false)]
    public void A_moment_keeps_how_it_was_written(string? text, bool isOne)
    {
        WebMoment.TryParse(text, out var moment).ShouldBe(isOne);

        if (isOne)
        {
            moment.Text.ShouldBe(text);
            moment.At.ToUnixTimeSeconds().ShouldBe(1_795_330_603);
        }
    }

    [Fact]
    public void A_ticket_travels_in_a_header_where_there_is_no_soap()
    {
        WebTicket.TryReadField(Ticket.FieldValue, out var assertion).ShouldBeTrue();

        assertion.ShouldBe(Assertion);
        WebTicket.TryReadField("opaque=", out _).ShouldBeFalse();
        WebTicket.TryReadField("opaque=?", out _).ShouldBeFalse();
        WebTicket.TryReadField("YQ==", out _).ShouldBeFalse();
        WebTicket.TryReadField(null, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("RequestSecurityTokenResponseCollection", "Other", XmlFaultKind.Missing,
        "RequestSecurityTokenResponseCollection")]
    [InlineData("t:Lifetime>", "t:Life>", XmlFaultKind.Missing, "Lifetime")]
    [InlineData("wsu:Expires>", "wsu:Expired>", XmlFaultKind.Missing, "Expires")]
    [InlineData("06:56:43Z", "06:56", XmlFaultKind.InvalidValue, "Created")]
    [InlineData("saml:Assertion", "saml:Assert", XmlFaultKind.Missing, "Assertion")]
    [InlineData("AssertionID=", "ID=", XmlFaultKind.Missing, "AssertionID")]
    [InlineData("t:Entropy>", "t:Other>", XmlFaultKind.Missing, "Entropy")]
    [InlineData("hlbG9ruY", "hlbG9ru", XmlFaultKind.InvalidValue, "BinarySecret")]
    [InlineData("CK/PSHA1", "CK/HASH", XmlFaultKind.InvalidValue, "ComputedKey")]
    public void Wrong_answers_are_told_apart(string right, string wrong, XmlFaultKind kind, string name)
    {
        var body = Bytes(TicketResponse.Replace(right, wrong, StringComparison.Ordinal));

        WebTicketResponse.TryRead(body, out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Name).ShouldBe((kind, name));
    }

    [Fact]
    public void As_much_as_the_limits_is_read_and_one_more_is_not()
    {
        static bool Reads(int assertion, int entropy) => WebTicketResponse.TryRead(
            new WebTicketResponse
            {
                Created = WebMoment.Of(DateTimeOffset.UnixEpoch),
                Expires = WebMoment.Of(DateTimeOffset.UnixEpoch),
                Assertion = $"<A:Assertion xmlns:A='a' AssertionID='1'>{new string('x', assertion - 55)}</A:Assertion>",
                AssertionId = "1",
                Entropy = new byte[entropy],
            }.ToBytes(), out _, out _);

        const int Assertion = WebServicesLimits.AssertionLengthMax;
        const int Entropy = WebServicesLimits.EntropyBytesMax;
        Reads(Assertion, Entropy).ShouldBeTrue();
        Reads(Assertion + 1, Entropy).ShouldBeFalse();
        Reads(Assertion, Entropy + 1).ShouldBeFalse();
    }

    private static string WithoutSpace(string xml) =>
        string.Concat(xml.Split('\n').Select(each => each.Trim()));
}
