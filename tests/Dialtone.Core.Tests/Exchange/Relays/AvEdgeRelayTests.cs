using System.Text;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.MsTurn;
using static Dialtone.Core.Tests.Exchange.Relays.RelayConversation;

namespace Dialtone.Core.Tests.Exchange.Relays;

/// <summary>A check of an A/V Edge Server.</summary>
public class AvEdgeRelayTests
{
    private const string Realm = "relay.contoso.example";
    private static readonly MrasKeys Keys = new([1], [2], [3]);
    private static readonly MrasCredentials Credentials = MrasToken.Issue(
        Keys, "sip:alice@contoso.example", new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(8));

    private static readonly RelayCredentials Alice = RelayCredentials.Of(Credentials);
    private static readonly MsTurnKey Key = new(Credentials.Username.Span, Realm, Credentials.Password);
    private static readonly EndPointAddress Reflexive = new(IpAddress.V4(198, 51, 100, 7), 40001);
    private static readonly EndPointAddress Relayed = new(IpAddress.V4(192, 0, 2, 30), 50000);
    private static readonly byte[] Connection = [.. Enumerable.Range(1, 20).Select(value => (byte)value)];

    private delegate void Fill(ref MsTurnWriter writer);

    [Fact]
    public void It_asks_by_Allocate_and_never_by_Binding()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge);
        var request = Sent(talk.Begin());
        MsTurnMessage.TryRead(request, out var message, out _).ShouldBeTrue();
        message.Type.ShouldBe(MsTurnMessageType.AllocateRequest);
        message.TryGetNumber(MsTurnAttributeType.MsVersion, out var version).ShouldBeTrue();
        version.ShouldBe(1u);

        talk.At(0.03);
        talk.Datagram(Challenge(request)).ShouldBe([new NetEffect.Close(talk.Flow)]);

        (talk.Outcome.Status, talk.Outcome.Code, talk.Outcome.Realm).ShouldBe((RelayStatus.Reachable, 401, Realm));
        talk.Outcome.Latency.ShouldBe(TimeSpan.FromSeconds(0.03));
    }

    [Fact]
    public void With_credentials_it_takes_an_address_and_gives_it_back_by_a_lifetime_of_zero()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge, credentials: Alice);
        var ask = Sent(talk.Begin());
        MsTurnMessage.TryRead(ask, out var message, out _).ShouldBeTrue();
        message.TryGet(MsTurnAttributeType.Username, out var username).ShouldBeTrue();
        username.ToArray().ShouldBe(Credentials.Username.ToArray());
        message.IsIntact(Key).ShouldBeFalse();

        var proof = Sent(talk.Datagram(Challenge(ask)));
        MsTurnMessage.TryRead(proof, out message, out _).ShouldBeTrue();
        message.IsIntact(Key).ShouldBeTrue();

        var free = Sent(talk.Datagram(Grant(proof, Key)));
        MsTurnMessage.TryRead(free, out message, out _).ShouldBeTrue();
        message.Type.ShouldBe(MsTurnMessageType.AllocateRequest);
        message.TryGetNumber(MsTurnAttributeType.Lifetime, out var lifetime).ShouldBeTrue();
        lifetime.ShouldBe(0u);
        message.TryGetSequence(out var connection, out var sequence).ShouldBeTrue();
        (Convert.ToHexString(connection), sequence).ShouldBe((Convert.ToHexString(Connection), 8u));
        message.TryGet(MsTurnAttributeType.Realm, out _).ShouldBeFalse();
        message.IsIntact(Key).ShouldBeTrue();

        talk.Datagram(Grant(free, Key));
        (talk.Outcome.Status, talk.Outcome.IsFreed, talk.Outcome.Detail).ShouldBe((RelayStatus.Allocated, true, ""));
        (talk.Outcome.Reflexive, talk.Outcome.Relayed).ShouldBe((Reflexive, Relayed));
        talk.Outcome.Lifetime.ShouldBe(TimeSpan.FromSeconds(120));
    }

    [Theory]
    [InlineData(401, RelayStatus.CredentialsRefused, "it does not take these credentials")]
    [InlineData(430, RelayStatus.CredentialsRefused, "the credentials have expired")]
    [InlineData(431, RelayStatus.CredentialsRefused, "MRAS and the relay do not share their keys")]
    [InlineData(436, RelayStatus.CredentialsRefused, "MRAS and the relay do not share their keys")]
    [InlineData(437, RelayStatus.Declined, "the allocation is gone")]
    [InlineData(500, RelayStatus.Declined, "it answers 500 Server Error")]
    public void A_refusal_of_the_proof_says_what_it_means(int code, RelayStatus status, string meaning)
    {
        var talk = new RelayConversation(RelayDialect.AvEdge, credentials: Alice);
        var proof = Sent(talk.Datagram(Challenge(Sent(talk.Begin()))));

        talk.Datagram(Error(proof, code));

        (talk.Outcome.Status, talk.Outcome.Code, talk.Outcome.Reason)
            .ShouldBe((status, code, MsTurnErrors.ReasonOf(code)));
        talk.Outcome.Detail.ShouldContain(meaning);
    }

    [Fact]
    public void A_token_that_is_refused_at_once_is_a_matter_of_credentials_too()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge, credentials: Alice);

        talk.Datagram(Error(Sent(talk.Begin()), 436));

        (talk.Outcome.Status, talk.Outcome.Step).ShouldBe((RelayStatus.CredentialsRefused, RelayStep.Ask));
    }

    [Fact]
    public void A_server_that_misses_the_token_first_is_there()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge);

        talk.Datagram(Error(Sent(talk.Begin()), 432));

        (talk.Outcome.Status, talk.Outcome.Code).ShouldBe((RelayStatus.Reachable, 432));
    }

    [Fact]
    public void A_relay_of_the_other_dialect_is_none()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge);
        talk.Begin();

        talk.Datagram(
            Convert.FromHexString("0113000c2112a4420102030405060708090a0b0c" + "0009000800000401" + "61626364"));
        talk.RunOut();

        talk.Outcome.Status.ShouldBe(RelayStatus.NotARelay);
    }

    [Fact]
    public void Over_TCP_the_hello_goes_first_and_frames_follow_in_any_pieces()
    {
        for (var size = 1; size < 90; size += 8)
        {
            var talk = new RelayConversation(RelayDialect.AvEdge, RelayTransport.Tcp, Alice);
            talk.Begin();
            var hello = Sent(talk.Connect());
            PseudoTls.MatchClientHello(hello).ShouldBe(PseudoTlsMatch.Whole);
            hello.Length.ShouldBe(PseudoTls.ClientHelloBytes);
            talk.At(0.01);

            var ask = Receive(talk, ServerHello(), size);
            ask[..4].ShouldBe(new byte[] { 2, 0, 0, (byte)(ask.Length - 4) });
            var proof = Receive(talk, MsTurnFraming.Frame(Challenge(ask[4..])), size);
            var free = Receive(talk, MsTurnFraming.Frame(Grant(proof[4..], Key)), size);
            _ = Receive(talk, MsTurnFraming.Frame(Grant(free[4..], Key)), size);

            (talk.Outcome.Status, talk.Outcome.IsFreed).ShouldBe((RelayStatus.Allocated, true));
            talk.Outcome.Sent.ShouldBe(3);
        }
    }

    [Fact]
    public void Over_TCP_a_real_TLS_server_is_no_relay()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge, RelayTransport.Tcp);
        talk.Begin();
        talk.Connect();

        // An alert: handshake failure.
        talk.Receive(Convert.FromHexString("15030100020228")).ShouldBe([new NetEffect.Close(talk.Flow)]);

        (talk.Outcome.Status, talk.Outcome.Step).ShouldBe((RelayStatus.NotARelay, RelayStep.Hello));
        Convert.ToHexStringLower(talk.Outcome.Unreadable.AsSpan()).ShouldBe("15030100020228");
        talk.Outcome.Detail.ShouldBe(
            "it does not answer the hello of an A/V Edge Server: another service listens on this port");
    }

    [Fact]
    public void Over_TCP_a_server_without_a_hello_is_silent_after_the_connection()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge, RelayTransport.Tcp);
        talk.Begin();
        talk.Connect();

        talk.RunOut();

        (talk.Outcome.Status, talk.Outcome.Step).ShouldBe((RelayStatus.Silent, RelayStep.Hello));
        talk.Outcome.Detail.ShouldBe(
            "the TCP connection stands, but nothing answers the hello of an A/V Edge Server in 3 s");
    }

    [Fact]
    public void Over_TCP_a_connection_closed_at_the_hello_is_said_so()
    {
        var talk = new RelayConversation(RelayDialect.AvEdge, RelayTransport.Tcp);
        talk.Begin();
        talk.Connect();

        talk.End(ChannelEnd.ClosedByPeer);

        (talk.Outcome.Status, talk.Outcome.Detail)
            .ShouldBe((RelayStatus.Closed, "it closed the connection at Hello"));
    }

    private static byte[] Receive(RelayConversation talk, byte[] bytes, int size) => bytes.Chunk(size)
        .SelectMany(talk.Receive).Select(effect => effect is NetEffect.Write write ? write.Bytes.ToArray() : [])
        .FirstOrDefault(written => written.Length > 0) ?? [];

    private static byte[] ServerHello()
    {
        var hello = new byte[PseudoTls.ServerHelloBytes];
        PseudoTls.WriteServerHello(1, new byte[PseudoTls.RandomBytes], new byte[PseudoTls.SessionIdBytes], hello);
        return hello;
    }

    private static byte[] Challenge(byte[] request) => Error(request, 401);

    private static byte[] Error(byte[] request, int code) => Answer(
        request, MsTurnMessageType.AllocateError,
        (ref MsTurnWriter writer) =>
        {
            writer.AddError(code, MsTurnErrors.ReasonOf(code));
            writer.Add(MsTurnAttributeType.Realm, Realm);
            writer.Add(MsTurnAttributeType.Nonce, Encoding.ASCII.GetBytes("n1"));
        });

    private static byte[] Grant(byte[] request, MsTurnKey key) => Answer(
        request, MsTurnMessageType.AllocateResponse,
        (ref MsTurnWriter writer) =>
        {
            writer.AddAddress(MsTurnAttributeType.MappedAddress, Relayed);
            writer.AddNumber(MsTurnAttributeType.Lifetime, 120);
            writer.AddAddress(MsTurnAttributeType.XorMappedAddress, Reflexive);
            writer.AddSequence(Connection, 7);
            writer.AddIntegrity(key);
        });

    private static byte[] Answer(byte[] request, MsTurnMessageType type, Fill fill)
    {
        var writer = new MsTurnWriter(stackalloc byte[1024], type, request.AsSpan(4, 16));
        fill(ref writer);
        return writer.Written.ToArray();
    }
}
