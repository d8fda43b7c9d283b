using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using static Dialtone.Simulation.Tests.World.ToyWorld;

namespace Dialtone.Simulation.Tests.World;

/// <summary>HTTP in the world: whole messages with the fate of the bytes that would have carried them.</summary>
public class SimHttpTests
{
    private static readonly HttpRequest Request = new("POST", "web.contoso.example", "/mex")
    {
        Body = new byte[] { 1, 2, 3, 4 },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Requests_go_one_after_another_and_take_a_round_trip_each(bool secured)
    {
        var world = new SimWorld(1) { Weather = Slow };
        world.Certificates["web"] = Facts;
        var server = Serving(world, secured ? "web" : null);
        var client = Calling(world, secured ? Tls : null, times: 3);
        world.RunTo(Seconds(5));

        server.All<NetInput.HttpRequested>().Select(r => r.Request.Body.ToArray()).ShouldAllBe(b => b.Length == 4);
        var answers = client.Seen.Where(s => s.Input is NetInput.HttpAnswered).ToList();
        answers.Count.ShouldBe(3);
        (answers[2].At - answers[1].At).ShouldBe(TimeSpan.FromMilliseconds(140));
        server.All<NetInput.Accepted>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_answer_arrives_before_the_end_that_was_put_behind_it()
    {
        var world = new SimWorld(1);
        _ = Serving(world, null, closes: true);
        var client = Calling(world, null, times: 1);
        world.RunTo(Seconds(5));

        client.Seen.Select(s => s.Input.GetType()).TakeLast(2).ShouldBe(
            [typeof(NetInput.HttpAnswered), typeof(NetInput.Ended)]);
        client.All<NetInput.Ended>().Single().Detail.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_cut_arrives_as_an_end()
    {
        var world = new SimWorld(1) { Weather = new() { HttpCut = 1000 } };
        var server = Serving(world, null);
        var client = Calling(world, null, times: 1);
        world.RunTo(Seconds(5));

        server.All<NetInput.HttpRequested>().ShouldBeEmpty();
        var ended = client.All<NetInput.Ended>().Single();
        ended.Why.ShouldBe(ChannelEnd.ClosedByPeer);
        ended.Detail.ShouldContain("before the response");
    }

    [Fact]
    public void A_reset_a_changed_byte_and_silence_are_those_of_every_connection()
    {
        var reset = new SimWorld(1) { Weather = new() { StreamReset = 1000 } };
        _ = Serving(reset, null);
        var client = Calling(reset, null, times: 1);
        reset.RunTo(Seconds(5));
        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.Reset);

        var changed = new SimWorld(1) { Weather = new() { StreamCorrupt = 1000 } };
        var server = Serving(changed, null);
        _ = Calling(changed, null, times: 1);
        changed.RunTo(Seconds(5));
        server.All<NetInput.HttpRequested>().Single().Request.Body.ToArray().ShouldNotBe(Request.Body.ToArray());

        var silent = new SimWorld(1);
        _ = Serving(silent, null);
        silent.Nodes[0].Host.Silent = true;
        client = Calling(silent, null, times: 1);
        silent.RunTo(Seconds(60));
        client.All<NetInput.Ended>().ShouldBeEmpty();
        client.All<NetInput.HttpAnswered>().ShouldBeEmpty();
    }

    [Fact]
    public void Two_requests_at_once_and_an_answer_to_none_are_defects()
    {
        var world = new SimWorld(1);
        _ = Serving(world, null, answers: false);
        _ = Calling(world, null, times: 1, atOnce: 2);
        Should.Throw<InvalidOperationException>(() => world.RunTo(Seconds(5)));

        world = new SimWorld(1);
        _ = Serving(world, null, answers: true, twice: true);
        _ = Calling(world, null, times: 1);
        Should.Throw<InvalidOperationException>(() => world.RunTo(Seconds(5)));
    }

    [Fact]
    public void A_server_of_something_else_reads_bytes_and_a_web_server_turns_bytes_away()
    {
        var world = new SimWorld(1);
        var other = Listening(world, tls: null, answer: [1, 2, 3]);
        var client = Calling(world, null, times: 1);
        world.RunTo(Seconds(5));
        Encoding.ASCII.GetString(other.Bytes).ShouldStartWith("POST /mex HTTP/1.1");
        client.All<NetInput.Ended>().Single().Why.ShouldBe(ChannelEnd.Failed);

        world = new SimWorld(1);
        var server = Serving(world, null);
        var stranger = Connecting(world, tls: null, "REGISTER"u8.ToArray());
        world.RunTo(Seconds(5));
        Encoding.ASCII.GetString(stranger.Bytes).ShouldStartWith("HTTP/1.1 400");
        server.All<NetInput.HttpRequested>().ShouldBeEmpty();
        server.All<NetInput.Ended>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true, false, ChannelEnd.Failed)]
    [InlineData(false, true, ChannelEnd.NotTls)]
    public void One_end_with_TLS_and_the_other_without_do_not_come_together(
        bool server, bool client, ChannelEnd why)
    {
        var world = new SimWorld(1);
        world.Certificates["web"] = Facts;
        var serving = Serving(world, server ? "web" : null);
        var calling = Calling(world, client ? Tls : null, times: 1);
        world.RunTo(Seconds(5));

        serving.All<NetInput.HttpRequested>().ShouldBeEmpty();
        calling.All<NetInput.Ended>().Single().Why.ShouldBe(why);
    }

    private static ToyNode Serving(
        SimWorld world, string? tls, bool closes = false, bool answers = true, bool twice = false)
    {
        var node = new ToyNode((me, _, input, effects) =>
        {
            OnPower(input, () => effects.Add(new NetEffect.ListenHttp(me.Ids.Next(), Server, tls)));
            if (input is not NetInput.HttpRequested requested || !answers)
            {
                return;
            }

            effects.Add(new NetEffect.AnswerHttp(requested.Flow, new(200) { Body = requested.Request.Body }));
            if (twice)
            {
                effects.Add(new NetEffect.AnswerHttp(requested.Flow, new(200)));
            }

            if (closes)
            {
                effects.Add(new NetEffect.Close(requested.Flow));
            }
        });
        Start(world, "server", Server.Address, node);
        world.RunTo(world.Time);
        return node;
    }

    private static ToyNode Calling(SimWorld world, TlsRequest? tls, int times, int atOnce = 1)
    {
        var left = times;
        var client = new ToyNode((me, _, input, effects) =>
        {
            OnPower(input, () => effects.Add(new NetEffect.Connect(me.Ids.Next(), Server, tls)));
            if ((tls is null ? input is NetInput.Connected : input is NetInput.Secured)
                || input is NetInput.HttpAnswered)
            {
                for (var i = 0; left > 0 && i < atOnce; i++)
                {
                    effects.Add(new NetEffect.SendHttp(new(1), Request));
                }

                left--;
            }
        });
        Start(world, "phone", IpAddress.V4(192, 0, 2, 50), client);
        return client;
    }
}
