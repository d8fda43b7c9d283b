using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Exchange.Web;

public class WebCallTests
{
    [Fact]
    public void A_request_goes_to_the_address_of_the_name_after_its_certificate_was_judged()
    {
        var bench = new WebBench
        {
            Server = _ => new HttpResponse(200, "OK")
            {
                Fields = [new("x-ms-server-fqdn", "fe01.contoso.example")],
                Body = new byte[5],
            },
        };
        var outcome = bench.Send(new(WebBench.Url("https://web.contoso.example:4443/CertProv?wsdl"), "POST")
        {
            Fields = [new("SOAPAction", "x")],
            Body = new byte[3],
        });

        bench.Effects.OfType<DeviceEffect.AskAddresses>().ShouldHaveSingleItem().Name.ShouldBe(WebBench.Web);
        var connect = bench.Effects.OfType<DeviceEffect.OfHost>().Select(e => e.Effect).OfType<NetEffect.Connect>()
            .ShouldHaveSingleItem();
        connect.To.ShouldBe(new(WebBench.First, 4443));
        connect.Tls.ShouldNotBeNull().ExpectedName.ShouldBe(WebBench.Web);
        var request = bench.Sent.ShouldHaveSingleItem().Request;
        request.ToString().ShouldBe("POST web.contoso.example:4443/CertProv?wsdl");
        request.Field("soapaction").ShouldBe("x");
        request.Body.Length.ShouldBe(3);
        (outcome.Status, outcome.Step, outcome.HttpStatus, outcome.BodyBytes).ShouldBe(
            (WebStatus.Answered, WebStep.Http, 200, 5));
        outcome.Server.ShouldBe("fe01.contoso.example");
        outcome.Remote.ShouldBe(new EndPointAddress(WebBench.First, 4443));
        bench.Call.Response.ShouldNotBeNull().Body.Length.ShouldBe(5);
    }

    [Fact]
    public void Over_plain_http_there_is_no_TLS_and_an_address_needs_no_DNS()
    {
        var bench = new WebBench();
        bench.Get("http://192.0.2.31/CertProv").IsSuccess.ShouldBeTrue();

        bench.Effects.OfType<DeviceEffect.AskAddresses>().ShouldBeEmpty();
        bench.Effects.OfType<DeviceEffect.OfHost>().Select(e => e.Effect).OfType<NetEffect.Connect>()
            .ShouldHaveSingleItem().ShouldBe(
                new NetEffect.Connect(bench.Sent[0].Flow, new(WebBench.First, 80), null));
    }

    [Fact]
    public void A_connection_is_kept_for_the_same_server_alone()
    {
        var bench = new WebBench();
        bench.Get("https://web.contoso.example/a");
        bench.Get("https://web.contoso.example/b");
        bench.Get("http://web.contoso.example/c");

        bench.Sent.Select(s => s.Flow.Value).ShouldBe([1u, 1u, 2u]);
        bench.OpenFlows.ShouldBe(1);
    }

    [Fact]
    public void A_certificate_for_another_name_says_so_and_nothing_is_sent()
    {
        var bench = new WebBench
        {
            Certificates = { [WebBench.First] = DeviceBench.Certificate(HostName.Parse("www.fabrikam.example")) },
        };
        var outcome = bench.Get();

        (outcome.Status, outcome.Step).ShouldBe((WebStatus.NotTrusted, WebStep.Tls));
        outcome.Judgement.ShouldNotBeNull().Verdict.ShouldBe(CertificateVerdict.NameMismatch);
        outcome.Tries.ShouldHaveSingleItem().Tls.ShouldNotBeNull().Chain[0].DnsNames.ShouldBe(["www.fabrikam.example"]);
        bench.Sent.ShouldBeEmpty();
        bench.OpenFlows.ShouldBe(0);
    }

    [Theory]
    [InlineData(ChannelEnd.Refused)]
    [InlineData(null)]
    public void The_next_address_is_tried_where_nothing_stands(ChannelEnd? down)
    {
        var bench = new WebBench
        {
            Addresses = DeviceBench.Found(WebBench.First, WebBench.Second),
            Down = { [WebBench.First] = down },
        };
        var outcome = bench.Send(new(WebBench.Url("https://web.contoso.example/")));

        outcome.IsSuccess.ShouldBeTrue();
        if (!outcome.Tries.IsEmpty)
        {
            var tried = outcome.Tries.ShouldHaveSingleItem();
            (tried.Step, tried.End).ShouldBe((WebStep.Connect, down ?? ChannelEnd.TimedOut));
            outcome.Took.ShouldBe(down is null ? bench.Timings.Connect : TimeSpan.Zero);
        }

        outcome.Remote.ShouldBe(new EndPointAddress(WebBench.Second, 443));
    }

    [Fact]
    public void Every_address_failing_is_a_value_with_each_of_them()
    {
        var bench = new WebBench
        {
            Addresses = DeviceBench.Found(WebBench.First, WebBench.Second),
            Down = { [WebBench.First] = ChannelEnd.Refused, [WebBench.Second] = ChannelEnd.Unreachable },
        };
        var outcome = bench.Get();

        (outcome.Status, outcome.Step).ShouldBe((WebStatus.NotConnected, WebStep.Connect));
        outcome.Tries.Select(t => t.End).ShouldBe([ChannelEnd.Refused, ChannelEnd.Unreachable], ignoreOrder: true);
        outcome.Detail.ShouldBe("as the system says");
    }

    [Fact]
    public void Not_more_than_so_many_addresses_are_tried()
    {
        var many = Enumerable.Range(1, 9).Select(i => IpAddress.V4(198, 51, 100, (byte)i)).ToArray();
        var bench = new WebBench { Addresses = DeviceBench.Found(many) };
        many.ToList().ForEach(each => bench.Down[each] = ChannelEnd.Refused);

        bench.Get().Tries.Length.ShouldBe(4);
    }

    [Theory]
    [InlineData(DnsStatus.NoSuchName)]
    [InlineData(null)]
    public void A_name_without_addresses_is_told(DnsStatus? status)
    {
        var bench = new WebBench { Addresses = status is { } known ? new() { Status = known } : null };
        var outcome = bench.Get();

        (outcome.Status, outcome.Step).ShouldBe((WebStatus.NotResolved, WebStep.Resolve));
        outcome.Addresses.ShouldNotBeNull().Status.ShouldBe(status ?? DnsStatus.TimedOut);
    }

    [Fact]
    public void Silence_in_the_handshake_and_after_the_request_have_their_limits()
    {
        var silent = new WebBench { Certificates = { [WebBench.First] = null } };
        var outcome = silent.Get();
        (outcome.Status, outcome.Step, outcome.Took).ShouldBe(
            (WebStatus.NotSecured, WebStep.Tls, silent.Timings.Tls));

        var mute = new WebBench { Server = _ => null };
        outcome = mute.Get();
        (outcome.Status, outcome.Step, outcome.Took).ShouldBe(
            (WebStatus.NoAnswer, WebStep.Http, mute.Timings.WebAnswer));
        mute.OpenFlows.ShouldBe(0);
        mute.Call.Response.ShouldBeNull();
    }

    [Fact]
    public void A_server_that_ends_the_connection_in_place_of_an_answer_is_left_for_the_next()
    {
        var bench = new WebBench
        {
            Addresses = DeviceBench.Found(WebBench.First, WebBench.Second),
            Server = _ => ChannelEnd.ClosedByPeer,
        };
        var outcome = bench.Get();
        (outcome.Status, outcome.Step, outcome.Tries.Length).ShouldBe((WebStatus.Lost, WebStep.Http, 2));

        bench.Servers[WebBench.Second] = _ => new HttpResponse(200);
        bench.Get().IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public void A_connection_that_was_closed_behind_an_answer_is_replaced_once()
    {
        var bench = new WebBench();
        bench.Get();
        bench.CloseAll();
        bench.Get().IsSuccess.ShouldBeTrue();
        bench.Sent.Select(s => s.Flow.Value).ShouldBe([1u, 2u]);

        // Closed while the request was on its way.
        var closes = true;
        bench.Server = _ => Interlocked.Exchange(ref closes, false) ? ChannelEnd.ClosedByPeer : new HttpResponse(204);
        bench.Get().HttpStatus.ShouldBe(204);
        bench.Sent.Select(s => s.Flow.Value).ShouldBe([1u, 2u, 2u, 3u]);

        bench.Server = _ => ChannelEnd.Reset;
        bench.Get().Status.ShouldBe(WebStatus.Lost);
        bench.OpenFlows.ShouldBe(0);
    }

    [Theory]
    [InlineData("https://web02.contoso.example/CertProv", "https://web02.contoso.example/CertProv")]
    [InlineData("/root?x=1", "https://web.contoso.example/root?x=1")]
    [InlineData("//elsewhere.example/", null)]
    [InlineData("sip:alice@contoso.example", null)]
    public void A_redirect_is_told_and_not_followed(string location, string? to)
    {
        var bench = new WebBench { Server = _ => new HttpResponse(302) { Fields = [new("Location", location)] } };
        var outcome = bench.Get();

        outcome.Redirect?.ToString().ShouldBe(to);
        bench.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_the_server_says_of_its_refusal_is_kept_without_control_characters()
    {
        var bench = new WebBench
        {
            Server = _ => new HttpResponse(403, "Forbidden\u0007")
            {
                Fields = [new("X-Ms-diagnostics", "28020;source=\"fe01\";reason=\"No valid security token.\"")],
            },
        };
        var outcome = bench.Get();

        outcome.Reason.ShouldBe("Forbidden ");
        outcome.Diagnostics.ShouldStartWith("28020;");
        outcome.Proof.ShouldBe(WebProof.NotAsked);
    }

    [Fact]
    public void Closing_gives_up_what_is_under_way()
    {
        var bench = new WebBench { Server = _ => null };
        bench.Begin(new(WebBench.Url("https://web.contoso.example/")));
        var effects = new List<DeviceEffect>();
        bench.Call.Close(effects);

        effects.ShouldBe([new DeviceEffect.OfHost(new NetEffect.Close(bench.Sent[0].Flow))]);
        (bench.Call.IsBusy, bench.Call.Deadline, bench.Call.Outcome).ShouldBe((false, null, null));
        Should.Throw<InvalidOperationException>(() =>
        {
            bench.Begin(new(WebBench.Url("https://web.contoso.example/")));
            bench.Begin(new(WebBench.Url("https://web.contoso.example/")));
        });
    }

    [Fact]
    public void Not_a_word_of_a_header_or_a_body_is_in_the_texts()
    {
        var request = new WebRequest(WebBench.Url("https://web.contoso.example/"))
        {
            Fields = [new("X-MS-WebTicket", "secret")],
            Body = "secret"u8.ToArray(),
        };
        var bench = new WebBench
        {
            Server = _ => new HttpResponse(200) { Fields = [new("Set-Cookie", "secret")], Body = "secret"u8.ToArray() },
        };
        bench.Send(request);

        string[] texts =
        [
            $"{request}", $"{bench.Outcome}", $"{bench.Sent[0].Request}", $"{bench.Call.Response}",
            $"{new NetEffect.SendHttp(default, bench.Sent[0].Request)}", $"{new WebProofStep.Send("secret")}",
        ];
        texts.ShouldAllBe(text => !text.Contains("secret", StringComparison.Ordinal));
    }
}
