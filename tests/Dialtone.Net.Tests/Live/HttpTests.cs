using System.Globalization;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Lab.Hosting.Http;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

/// <summary>HTTP on connections of the live host: our client and Kestrel, and servers that misbehave.</summary>
public class HttpTests
{
    private const string Web = "web.contoso.example";
    private static readonly TlsRequest s_tls = new(HostName.Parse(Web));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_go_one_after_another_on_one_connection(bool secured)
    {
        var authority = new TestAuthority();
        using var certificate = authority.Issue(Web);
        await using var http = new KestrelHttp();
        var identity = secured ? "server" : null;
        var settings = TestAuthority.Present(certificate) with { ServeHttp = http.Serve };
        await using var server = await Runs.StartAsync(Mirror(identity), settings);
        var client = Caller(server.At, secured ? s_tls : null, Post("/one"), Post("/two?x={y}%2F"), Get("/three"));
        await Runs.UntilFinishedAsync(client, new() { ExtraRoots = authority.Roots });

        var answers = client.Told.OfType<NetInput.HttpAnswered>().Select(static a => a.Response).ToList();
        answers.Select(static a => a.Status).ShouldBe([200, 200, 200]);
        answers.Select(static a => Encoding.UTF8.GetString(a.Body.Span)).ShouldBe(
            ["POST /one text/xml action <a/>", "POST /two?x={y}%2F text/xml action <a/>", "GET /three   "]);
        answers[0].Reason.ShouldBe("Mirrored");
        answers[0].Fields.Where(static f => f.Name == "WWW-Authenticate").Select(static f => f.Value)
            .ShouldBe(["Negotiate", "NTLM"]);
        server.Node.Told.OfType<NetInput.Accepted>().ShouldHaveSingleItem();
        var requests = server.Node.Told.OfType<NetInput.HttpRequested>().ToList();
        requests.Select(static r => r.Flow).Distinct().ShouldHaveSingleItem();
        requests[0].Request.Host.ShouldBe($"{Web}:8080");
        client.Told.OfType<NetInput.Received>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_is_sent_whole_before_the_connection_is_closed_behind_it()
    {
        await using var http = new KestrelHttp();
        var body = new byte[HttpResponse.BodyBytesMax];
        var node = Server(null, (node, requested, effects) =>
        {
            effects.Add(new NetEffect.AnswerHttp(requested.Flow, new(200) { Body = body }));
            effects.Add(new NetEffect.Close(requested.Flow));
        });
        await using var server = await Runs.StartAsync(node, new() { ServeHttp = http.Serve });
        var client = Caller(server.At, null, untilEnd: true, Get("/"));
        await Runs.UntilFinishedAsync(client);

        client.Told.OfType<NetInput.HttpAnswered>().Single().Response.Body.Length.ShouldBe(body.Length);
        client.Ended.Why.ShouldBe(ChannelEnd.ClosedByPeer);
        client.Ended.Detail.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_closes_without_an_answer_is_told_apart_from_one_that_answers()
    {
        await using var http = new KestrelHttp();
        var node = Server(null, (_, requested, effects) => effects.Add(new NetEffect.Close(requested.Flow)));
        await using var server = await Runs.StartAsync(node, new() { ServeHttp = http.Serve });
        var client = Caller(server.At, null, Get("/"));
        await Runs.UntilFinishedAsync(client);

        client.Told.OfType<NetInput.HttpAnswered>().ShouldBeEmpty();
        client.Ended.Why.ShouldBe(ChannelEnd.ClosedByPeer);
        client.Ended.Detail.ShouldContain("before the response");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 401,
        "abcde")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData("HTTP/1.0 404 Not Found\r\n\r\nto the end", 404, "to the end")]
    public async Task A_response_may_come_byte_by_byte(string response, int status, string body)
    {
        foreach (var piece in new[] { 1, int.MaxValue })
        {
            await using var server = RawServer.Start(response, piece);
            var client = Caller(server.At, null, Get("/"));
            await Runs.UntilFinishedAsync(client);

            var answer = client.Told.OfType<NetInput.HttpAnswered>().Single().Response;
            answer.Status.ShouldBe(status);
            Encoding.ASCII.GetString(answer.Body.Span).ShouldBe(body);
        }
    }

    [Theory]
    [InlineData("SIP/2.0 200 OK\r\n\r\n", ChannelEnd.Failed)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", ChannelEnd.Failed)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut", ChannelEnd.ClosedByPeer)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", ChannelEnd.ClosedByPeer)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ChannelEnd.Failed)]
    [InlineData("", ChannelEnd.ClosedByPeer)]
    public async Task A_response_that_is_none_ends_the_connection(string response, ChannelEnd why)
    {
        await using var server = RawServer.Start(response, int.MaxValue);
        var client = Caller(server.At, null, Get("/"));
        await Runs.UntilFinishedAsync(client);

        client.Told.OfType<NetInput.HttpAnswered>().ShouldBeEmpty();
        client.Ended.Why.ShouldBe(why);
        client.Ended.Detail.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(HttpResponse.BodyBytesMax, true)]
    [InlineData(HttpResponse.BodyBytesMax + 1, false)]
    public async Task A_body_has_a_limit_also_where_its_length_is_not_said(int length, bool isTaken)
    {
        var chunk = length.ToString("x", CultureInfo.InvariantCulture);
        var response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{chunk}\r\n{new string('a', length)}\r\n0\r\n\r\n";
        await using var server = RawServer.Start(response, int.MaxValue);
        var client = Caller(server.At, null, Get("/"));
        await Runs.UntilFinishedAsync(client);

        client.Told.OfType<NetInput.HttpAnswered>().Any().ShouldBe(isTaken);
        if (!isTaken)
        {
            client.Ended.ShouldBe(
                new(client.Ended.Flow, ChannelEnd.Failed, "The body of the response is longer than 1048576 bytes."));
        }
    }

    [Fact]
    public async Task A_head_has_a_limit()
    {
        var response = $"HTTP/1.1 200 OK\r\nX-Long: {new string('a', 70_000)}\r\nContent-Length: 0\r\n\r\n";
        await using var server = RawServer.Start(response, int.MaxValue);
        var client = Caller(server.At, null, Get("/"));
        await Runs.UntilFinishedAsync(client);

        client.Ended.Why.ShouldBe(ChannelEnd.Failed);
    }

    [Fact]
    public async Task A_node_that_closes_while_it_waits_leaves_nothing_behind()
    {
        await using var server = RawServer.Start("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", 1, closes: false);
        var client = new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), server.At, null));
                    break;
                case NetInput.Connected connected:
                    effects.Add(new NetEffect.SendHttp(connected.Flow, Get("/")));
                    effects.Add(new NetEffect.Close(connected.Flow));
                    node.Finished = true;
                    break;
            }
        });
        await Runs.UntilFinishedAsync(client);

        client.Told.OfType<NetInput.Ended>().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_request_gets_400_and_the_node_hears_of_an_end_only()
    {
        await using var http = new KestrelHttp();
        await using var server = await Runs.StartAsync(Mirror(null), new() { ServeHttp = http.Serve });
        var client = TestNodes.Ask(server.At, "nonsense\r\n\r\n"u8.ToArray());
        await Runs.UntilFinishedAsync(client);

        client.Text.ShouldStartWith("HTTP/1.1 400 ");
        server.Node.Told.OfType<NetInput.HttpRequested>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_is_too_long_gets_413_and_the_next_connection_is_served()
    {
        await using var http = new KestrelHttp();
        await using var server = await Runs.StartAsync(Mirror(null), new() { ServeHttp = http.Serve });
        var tooLong = Post("/") with { Body = new byte[HttpRequest.BodyBytesMax + 1] };
        var client = Caller(server.At, null, tooLong);
        await Runs.UntilFinishedAsync(client);
        client.Told.OfType<NetInput.HttpAnswered>().Single().Response.Status.ShouldBe(413);

        var next = Caller(server.At, null, Post("/") with { Body = new byte[HttpRequest.BodyBytesMax] });
        await Runs.UntilFinishedAsync(next);
        next.Told.OfType<NetInput.HttpAnswered>().Single().Response.Status.ShouldBe(200);
    }

    private static HttpRequest Get(string target) => new("GET", $"{Web}:8080", target);

    private static HttpRequest Post(string target) => new("POST", $"{Web}:8080", target)
    {
        Fields = [new("Content-Type", "text/xml"), new("SOAPAction", "action")],
        Body = "<a/>"u8.ToArray(),
    };

    // Says in its answer what it was asked.
    private static ScriptNode Mirror(string? identity) => Server(identity, (_, requested, effects) =>
    {
        var request = requested.Request;
        var text = $"{request.Method} {request.Target} {request.Field("content-type")} {request.Field("soapaction")} ";
        effects.Add(new NetEffect.AnswerHttp(requested.Flow, new(200, "Mirrored")
        {
            Fields = [new("WWW-Authenticate", "Negotiate"), new("WWW-Authenticate", "NTLM")],
            Body = (byte[])[.. Encoding.UTF8.GetBytes(text), .. request.Body.Span[..Math.Min(64, request.Body.Length)]],
        }));
    });

    private static ScriptNode Server(string? identity, Action<ScriptNode, NetInput.HttpRequested, NetEffects> answer) =>
        new((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.ListenHttp(node.Ids.Next(), Runs.AnyPort, identity));
                    break;
                case NetInput.HttpRequested requested:
                    answer(node, requested, effects);
                    break;
            }
        });

    // Sends requests, each after the answer to the one before; is finished with the last answer, or the end.
    private static ScriptNode Caller(EndPointAddress to, TlsRequest? tls, params HttpRequest[] requests) =>
        Caller(to, tls, untilEnd: false, requests);

    private static ScriptNode Caller(
        EndPointAddress to, TlsRequest? tls, bool untilEnd, params HttpRequest[] requests)
    {
        var next = 0;
        return new ScriptNode((node, input, effects) =>
        {
            switch (input)
            {
                case NetInput.PowerOn:
                    effects.Add(new NetEffect.Connect(node.Ids.Next(), to, tls));
                    break;
                case NetInput.Connected connected when tls is null:
                    effects.Add(new NetEffect.SendHttp(connected.Flow, requests[next++]));
                    break;
                case NetInput.Secured secured:
                    effects.Add(new NetEffect.SendHttp(secured.Flow, requests[next++]));
                    break;
                case NetInput.HttpAnswered answered when next < requests.Length:
                    effects.Add(new NetEffect.SendHttp(answered.Flow, requests[next++]));
                    break;
                case NetInput.HttpAnswered when !untilEnd:
                case NetInput.Ended:
                    node.Finished = true;
                    break;
            }
        });
    }
}
