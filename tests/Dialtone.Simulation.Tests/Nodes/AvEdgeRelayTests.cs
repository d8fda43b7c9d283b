using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.MsTurn;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A Media Relay of the A/V Edge, message by message, and the two messages of a recorded session.</summary>
public class AvEdgeRelayTests
{
    private static readonly byte[] Unauthenticated = Convert.FromHexString(
        "00030048a0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f000472c64bc6800800040000000100060034"
        + "01000020a005c00001e0f6c0f6ac139c0f77618b633154be8e614bce584574b5"
        + "9cc69ea1533afdb5a4e6f69bde1936c49337c5f4");

    private static readonly byte[] Authenticated = Convert.FromHexString(
        "0003008da0a1a2a3a4a5a6a7a8a9aaabacadaeaf000f000472c64bc6800800040000000100060034"
        + "01000020a005c00001e0f6c0f6ac139c0f77618b633154be8e614bce584574b5"
        + "9cc69ea1533afdb5a4e6f69bde1936c49337c5f4"
        + "001400103031323334353637383961626364656600150015"
        + "72656c61792e636f6e746f736f2e6578616d706c65"
        + "000800142850dc5d1ac9b89a1b8056c3fa62c2e9dc4f9faa");

    private readonly RelayBench _bench = new(RelayDialect.AvEdge);

    private MrasCredentials Credentials => MrasToken.Issue(
        RelayBench.Keys, "sip:alice@contoso.example", new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(8));

    [Fact]
    public void The_first_request_of_the_session_is_challenged()
    {
        var answer = _bench.Ask(Unauthenticated);

        MsTurnMessage.TryRead(answer, out var message, out _).ShouldBeTrue();
        message.Type.ShouldBe(MsTurnMessageType.AllocateError);
        message.TransactionId.ToArray().ShouldBe(RelayBench.Count(0xA0, 16));
        RelayBench.AvEdgeCodeOf(answer).ShouldBe(401);
        message.TryGet(MsTurnAttributeType.Realm, out var realm).ShouldBeTrue();
        realm.SequenceEqual("relay.contoso.example"u8).ShouldBeTrue();
        message.TryGet(MsTurnAttributeType.Nonce, out _).ShouldBeTrue();
        message.TryGetNumber(MsTurnAttributeType.MsVersion, out var version).ShouldBeTrue();
        version.ShouldBe(1u);
    }

    [Fact]
    public void The_second_is_right_in_all_but_its_nonce_which_another_relay_gave() =>
        RelayBench.AvEdgeCodeOf(_bench.Ask(Authenticated)).ShouldBe(438);

    [Theory]
    // A bit of the token, of its signature, of the realm, and of the proof itself.
    [InlineData(48, 436)]
    [InlineData(90, 436)]
    [InlineData(120, 431)]
    [InlineData(160, 431)]
    public void A_bit_that_was_changed_is_found(int at, int code)
    {
        var changed = Authenticated.ToArray();
        changed[at] ^= 1;

        RelayBench.AvEdgeCodeOf(_bench.Ask(changed)).ShouldBe(code);
    }

    [Fact]
    public void An_allocation_is_made_and_kept_without_nonce_and_realm_and_ended()
    {
        var (made, key) = Allocate();
        RelayBench.AvEdgeCodeOf(made).ShouldBe(0);
        MsTurnMessage.TryRead(made, out var message, out _).ShouldBeTrue();
        message.IsIntact(key).ShouldBeTrue();
        message.TryGetAddress(MsTurnAttributeType.MappedAddress, out var relayed).ShouldBeTrue();
        relayed.ShouldBe(new(RelayBench.Address, 50_000));
        message.TryGetAddress(MsTurnAttributeType.XorMappedAddress, out var seen).ShouldBeTrue();
        seen.ShouldBe(RelayBench.Client);
        message.TryGetNumber(MsTurnAttributeType.Lifetime, out var lifetime).ShouldBeTrue();
        lifetime.ShouldBe(600u);
        message.TryGetSequence(out var connection, out var number).ShouldBeTrue();
        number.ShouldBe(0u);
        var id = connection.ToArray();

        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(null, key, id, 1))).ShouldBe(0);
        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(null, key, RelayBench.Count(0, 20), 1))).ShouldBe(400);
        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(null, key, id, 2, lifetime: 0))).ShouldBe(0);
        (_bench.Relay.Observed.Freed, _bench.Relay.Observed.Allocations).ShouldBe((1, 0));
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var (made, key) = (_bench.Ask(Unauthenticated), KeyFor());
        var nonce = NonceOf(made);
        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(null, key))).ShouldBe(435);
        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(nonce, key, withRealm: false))).ShouldBe(434);
        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(nonce, key, withUsername: false))).ShouldBe(432);
        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(nonce, key, lifetime: 0))).ShouldBe(437);
    }

    [Fact]
    public void A_bare_binding_and_what_is_sent_through_it_get_no_answer()
    {
        _bench.Ask(Convert.FromHexString("000100002112a442000102030405060708090a0b")).ShouldBeEmpty();
        var send = new MsTurnWriter(new byte[256], MsTurnMessageType.SendRequest, RelayBench.Count(1, 16));
        send.Add(MsTurnAttributeType.Data, "media"u8);
        _bench.Ask(send.Written).ShouldBeEmpty();
    }

    [Fact]
    public void Another_user_does_not_get_at_an_allocation()
    {
        Allocate();
        var other = MrasToken.Issue(
            RelayBench.Keys, "sip:bob@contoso.example", new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(8));

        RelayBench.AvEdgeCodeOf(_bench.Ask(Request(null, KeyFor(other), credentials: other))).ShouldBe(441);
    }

    [Fact]
    public void Frames_work_with_the_pretended_handshake_and_without()
    {
        var hello = new byte[PseudoTls.ClientHelloBytes];
        PseudoTls.WriteClientHello(0, new byte[PseudoTls.RandomBytes], hello);
        var flow = _bench.Connect();

        var answer = _bench.Send(flow, [.. hello, .. MsTurnFraming.Frame(Unauthenticated)]);
        PseudoTls.MatchServerHello(answer).ShouldBe(PseudoTlsMatch.Whole);
        RelayBench.AvEdgeCodeOf(answer[(PseudoTls.ServerHelloBytes + MsTurnFraming.HeaderBytes)..]).ShouldBe(401);

        var plain = _bench.Send(_bench.Connect(), MsTurnFraming.Frame(Unauthenticated));
        RelayBench.AvEdgeCodeOf(plain[MsTurnFraming.HeaderBytes..]).ShouldBe(401);
    }

    [Fact]
    public void A_stream_that_is_something_else_is_closed()
    {
        var flow = _bench.Connect();
        _bench.Send(flow, "GET / HTTP/1.1\r\n\r\n"u8.ToArray()).ShouldBeEmpty();

        _bench.Effects<NetEffect.Close>().Single().Flow.ShouldBe(flow);
        _bench.Relay.Observed.Malformed.ShouldBe(1);
    }

    [Fact]
    public void A_connection_without_an_allocation_ends_and_the_oldest_makes_room()
    {
        var bench = new RelayBench(RelayDialect.AvEdge, settings => settings with { ConnectionsMax = 2 });
        var first = bench.Connect();
        bench.Advance(TimeSpan.FromSeconds(1));
        bench.Connect();
        bench.Connect();
        bench.Effects<NetEffect.Close>().Single().Flow.ShouldBe(first);
        bench.Relay.Observed.ConnectionsOverLimit.ShouldBe(1);

        bench.Advance(TimeSpan.FromSeconds(33));
        bench.Relay.Observed.NewcomersClosed.ShouldBe(2);
    }

    [Fact]
    public void A_connection_ends_with_its_allocation_and_an_allocation_with_its_connection()
    {
        var flow = _bench.Connect();
        var key = KeyFor();
        var nonce = NonceOf(_bench.Send(flow, MsTurnFraming.Frame(Unauthenticated))[MsTurnFraming.HeaderBytes..]);
        _bench.Send(flow, MsTurnFraming.Frame(Request(nonce, key)));
        _bench.Relay.Observed.Allocations.ShouldBe(1);

        _bench.Advance(TimeSpan.FromMinutes(9));
        _bench.Relay.Observed.NewcomersClosed.ShouldBe(0);
        _bench.Advance(TimeSpan.FromMinutes(2));
        _bench.Effects<NetEffect.Close>().Single().Flow.ShouldBe(flow);

        var second = _bench.Connect();
        _bench.Send(second, MsTurnFraming.Frame(Unauthenticated));
        _bench.Send(second, MsTurnFraming.Frame(Request(NonceOf(_bench.Ask(Unauthenticated)), key)));
        _bench.Relay.Observed.Allocations.ShouldBe(1);
        _bench.Give(new NetInput.Ended(second, ChannelEnd.ClosedByPeer));
        _bench.Relay.Observed.Allocations.ShouldBe(0);
    }

    private (byte[] Answer, MsTurnKey Key) Allocate()
    {
        var key = KeyFor();
        return (_bench.Ask(Request(NonceOf(_bench.Ask(Unauthenticated)), key)), key);
    }

    private MsTurnKey KeyFor(MrasCredentials? credentials = null)
    {
        var used = credentials ?? Credentials;
        return new(used.Username.Span, RelayBench.Realm, used.Password);
    }

    private byte[] Request(byte[]? nonce, MsTurnKey key, byte[]? connection = null, uint number = 0,
        uint? lifetime = null, bool withRealm = true, bool withUsername = true, MrasCredentials? credentials = null)
    {
        var request = new MsTurnWriter(
            new byte[1024], MsTurnMessageType.AllocateRequest, RelayBench.Count((int)number + 1, 16));
        request.AddNumber(MsTurnAttributeType.MsVersion, 1);
        if (withUsername)
        {
            request.Add(MsTurnAttributeType.Username, (credentials ?? Credentials).Username.Span);
        }

        if (nonce is not null)
        {
            request.Add(MsTurnAttributeType.Nonce, nonce);
        }

        if (nonce is not null && withRealm)
        {
            request.Add(MsTurnAttributeType.Realm, RelayBench.Realm);
        }

        if (lifetime is { } seconds)
        {
            request.AddNumber(MsTurnAttributeType.Lifetime, seconds);
        }

        if (connection is not null)
        {
            request.AddSequence(connection, number);
        }

        request.AddIntegrity(key);
        return request.Written.ToArray();
    }

    private static byte[] NonceOf(byte[] answer)
    {
        MsTurnMessage.TryRead(answer, out var message, out var fault).ShouldBeTrue($"{fault}");
        message.TryGet(MsTurnAttributeType.Nonce, out var nonce).ShouldBeTrue();
        return nonce.ToArray();
    }
}
