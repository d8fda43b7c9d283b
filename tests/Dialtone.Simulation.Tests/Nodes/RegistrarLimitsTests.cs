using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>What strangers can make a Registrar hold, and what it does at each limit. Inputs come by hand.</summary>
public class RegistrarLimitsTests
{
    private static readonly EndPointAddress Client = new(IpAddress.V4(192, 0, 2, 50), 50_000);

    private readonly NetEffects _effects = [];
    private readonly Registrar _registrar;
    private readonly FlowId _listener;
    private readonly FlowId _datagrams;
    private Instant _now;
    private uint _cseq;

    public RegistrarLimitsTests()
    {
        var address = IpAddress.V4(192, 0, 2, 11);
        _registrar = new(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(address, 5061),
                Tcp = new(address, 5060),
                Udp = new(address, 5060),
                TlsIdentity = "pool01",
                ConnectionsMax = 3,
                BufferBytesMax = 10_000,
            },
            new(HostName.Parse("contoso.example"), [new("alice", "Dial-Tone-1")]),
            new SeededEntropy(1, "registrar"));
        Tell(new NetInput.PowerOn());
        _listener = _effects.OfType<NetEffect.Listen>().Single(listen => listen.TlsIdentity is null).Flow;
        _datagrams = _effects.OfType<NetEffect.OpenDatagrams>().Single().Flow;
    }

    private RegistrarObservations Observed => _registrar.Observed;

    [Fact]
    public void A_connection_too_many_takes_the_place_of_the_oldest_that_nobody_has_proved()
    {
        Accept(1);
        SignIn(1);
        Accept(2);
        Accept(3);

        Accept(4);
        Closed.ShouldBe([Flow(2)]);
        Accept(5);
        Closed.ShouldBe([Flow(3)]);
        Observed.ConnectionsOverLimit.ShouldBe(2);
        Observed.OpenConnections.ShouldBe(3);

        SignIn(4);
        SignIn(5);
        Accept(6);
        Closed.ShouldBe([Flow(6)]);
    }

    [Fact]
    public void A_connection_on_which_nobody_proves_who_it_is_ends_however_busy_it_is()
    {
        Accept(1);
        Accept(2);
        SignIn(2);
        for (var i = 0; i < 30; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            Receive(1, Register()[i..(i + 1)]);
            Closed.ShouldBeEmpty();
        }

        _now = Instant.Zero + TimeSpan.FromSeconds(32);
        Tell(new NetInput.DeadlineReached());

        Closed.ShouldBe([Flow(1)]);
        Observed.NewcomersClosed.ShouldBe(1);
        _registrar.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Messages_that_do_not_end_are_held_up_to_a_limit_over_all_connections()
    {
        Accept(1);
        Accept(2);
        Receive(1, "REGISTER sip:contoso.example SIP/2.0\r\nSubject: " + new string('x', 6000));
        Observed.BufferBytes.ShouldBeInRange(6000, 10_000);

        Receive(2, "REGISTER sip:contoso.example SIP/2.0\r\nSubject: " + new string('x', 6000));

        Closed.ShouldBe([Flow(2)]);
        Observed.BuffersOverLimit.ShouldBe(1);
        Observed.BufferBytes.ShouldBeInRange(6000, 10_000);
        Tell(new NetInput.Ended(Flow(1), ChannelEnd.ClosedByPeer));
        Observed.BufferBytes.ShouldBe(0);
    }

    [Fact]
    public void A_body_that_is_announced_too_long_is_refused_before_it_comes()
    {
        Accept(1);
        Receive(1, Register().Replace("Content-Length: 0", "Content-Length: 262145", StringComparison.Ordinal));

        Closed.ShouldBe([Flow(1)]);
        Observed.Malformed.ShouldBe(1);
    }

    [Fact]
    public void Connections_that_the_host_did_not_bring_are_counted()
    {
        Tell(new NetInput.NotAccepted(_listener, 7));
        Tell(new NetInput.NotAccepted(_listener, 2));

        Observed.NotAccepted.ShouldBe(9);
    }

    /// <summary>
    /// The bytes of a REGISTER with proof changed, left out or doubled, on a connection and in a datagram.
    /// </summary>
    [Fact]
    public void No_mutation_of_a_request_is_met_by_more_than_an_answer()
    {
        const int Seed = 2026;
        var chance = new SeededEntropy(Seed, "mutations");
        Accept(1);
        var whole = Encoding.Latin1.GetBytes(Register(Proof(1)));
        var flow = 2u;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Mutated(whole, chance);
            Accept(++flow);
            Tell(new NetInput.Received(Flow(flow), bytes));
            Tell(new NetInput.Ended(Flow(flow), ChannelEnd.ClosedByPeer));
            Tell(new NetInput.Datagram(_datagrams, Client, bytes));
            _effects.OfType<NetEffect.SendDatagram>().Count().ShouldBeLessThanOrEqualTo(1);
        }

        Observed.OpenConnections.ShouldBe(1);
        Observed.BufferBytes.ShouldBe(0);
        RawSipClient.Status(SignIn(1)).ShouldBe(200);
    }

    private static byte[] Mutated(byte[] whole, SeededEntropy chance)
    {
        var bytes = whole.ToList();
        Span<byte> drawn = stackalloc byte[4];
        for (var changes = 0; changes < 3; changes++)
        {
            chance.Fill(drawn);
            var at = ((drawn[0] << 8) | drawn[1]) % bytes.Count;
            switch (drawn[2] % 4)
            {
                case 0:
                    bytes[at] = drawn[3];
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(drawn[3], bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(drawn[3] % 16, bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }

    private static FlowId Flow(uint number) => new(FlowId.HostFirst + number);

    private FlowId[] Closed => [.. _effects.OfType<NetEffect.Close>().Select(close => close.Flow)];

    private void Accept(uint number) =>
        Tell(new NetInput.Accepted(_listener, Flow(number), _registrar.Settings.Tcp, Client));

    private void Receive(uint number, string text) =>
        Tell(new NetInput.Received(Flow(number), Encoding.Latin1.GetBytes(text)));

    private string Ask(uint number, string request)
    {
        Receive(number, request);
        return Encoding.Latin1.GetString(_effects.OfType<NetEffect.Write>().ShouldHaveSingleItem().Bytes.Span);
    }

    private string Proof(uint number) => RawSipClient.Answer(
        RawSipClient.Header(Ask(number, Register()), "WWW-Authenticate"), "Dial-Tone-1") + "\r\n";

    private string SignIn(uint number) => Ask(number, Register(Proof(number)));

    private void Tell(NetInput input)
    {
        _effects.Clear();
        _registrar.Handle(new(_now, DateTimeOffset.UnixEpoch + _now.SinceStart), input, _effects);
    }

    private string Register(string headers = "") =>
        $"""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/TCP 192.0.2.50:5060;rport;branch=z9hG4bK{_cseq + 1}
        Max-Forwards: 70
        From: <sip:alice@contoso.example>;tag=4f2a9c0d11
        To: <sip:alice@contoso.example>
        Call-ID: 7d0e
        CSeq: {++_cseq} REGISTER
        Contact: <sip:alice@192.0.2.50:5060>;q=0.5;reg-id=1;+sip.instance="<urn:uuid:1>"
        Supported: path, outbound, gruu
        Path: <sip:edge.contoso.example;lr;ob>
        {headers}Content-Length: 0


        """.ReplaceLineEndings("\r\n");
}
