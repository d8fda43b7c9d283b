using System.Text;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;
using static Dialtone.Core.Tests.Exchange.Relays.RelayConversation;

namespace Dialtone.Core.Tests.Exchange.Relays;

/// <summary>A check of a relay of RFC 8656.</summary>
public class StandardRelayTests
{
    private const string Realm = "contoso.example";
    private static readonly RelayCredentials Alice = RelayCredentials.Of("alice", "open sesame");
    private static readonly StunKey Key = StunKey.LongTerm("alice", Realm, "open sesame");
    private static readonly EndPointAddress Reflexive = new(IpAddress.V4(198, 51, 100, 7), 40001);
    private static readonly EndPointAddress Relayed = new(IpAddress.V4(192, 0, 2, 30), 50000);

    private delegate void Fill(ref StunWriter writer);

    [Fact]
    public void It_asks_without_proof_and_a_relay_that_wants_some_is_there()
    {
        var talk = new RelayConversation(RelayDialect.Standard);
        var effects = talk.Begin();
        effects[0].ShouldBe(new NetEffect.OpenDatagrams(talk.Flow, new(IpAddress.AnyV4, 0)));
        var request = Sent(effects);
        StunMessage.TryRead(request, out var message, out _).ShouldBeTrue();
        (message.Class, message.Method).ShouldBe((StunClass.Request, StunMethod.Allocate));
        message.TryGetNumber(StunAttributeType.RequestedTransport, out var transport).ShouldBeTrue();
        transport.ShouldBe(0x1100_0000u);
        message.TryGet(StunAttributeType.Username, out _).ShouldBeFalse();

        talk.At(0.05);
        talk.Datagram(Challenge(request)).ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Deadline.ShouldBeNull();
        var outcome = talk.Outcome;
        (outcome.Status, outcome.Step, outcome.IsGood).ShouldBe((RelayStatus.Reachable, RelayStep.Ask, true));
        (outcome.Code, outcome.Reason, outcome.Realm).ShouldBe((401, "Unauthenticated", Realm));
        outcome.Software.ShouldBe("a relay");
        outcome.Latency.ShouldBe(TimeSpan.FromSeconds(0.05));
        (outcome.Sent, outcome.Detail).ShouldBe((1, ""));
    }

    [Fact]
    public void With_credentials_it_proves_itself_takes_an_address_and_gives_it_back()
    {
        var talk = new RelayConversation(RelayDialect.Standard, credentials: Alice);
        var proof = Sent(talk.Datagram(Challenge(Sent(talk.Begin()))));
        StunMessage.TryRead(proof, out var message, out _).ShouldBeTrue();
        message.Method.ShouldBe(StunMethod.Allocate);
        message.IsIntact(Key).ShouldBeTrue();
        Text(message, StunAttributeType.Username).ShouldBe("alice");
        Text(message, StunAttributeType.Nonce).ShouldBe("n1");

        talk.At(0.2);
        var refresh = Sent(talk.Datagram(Grant(proof, Key)));
        StunMessage.TryRead(refresh, out message, out _).ShouldBeTrue();
        message.Method.ShouldBe(StunMethod.Refresh);
        message.TryGetNumber(StunAttributeType.Lifetime, out var lifetime).ShouldBeTrue();
        lifetime.ShouldBe(0u);
        message.IsIntact(Key).ShouldBeTrue();

        talk.Datagram(Answer(refresh, StunClass.Success, Nothing, Key)).ShouldBe([new NetEffect.Close(talk.Flow)]);
        var outcome = talk.Outcome;
        (outcome.Status, outcome.IsFreed, outcome.Detail).ShouldBe((RelayStatus.Allocated, true, ""));
        (outcome.Reflexive, outcome.Relayed).ShouldBe((Reflexive, Relayed));
        outcome.Lifetime.ShouldBe(TimeSpan.FromSeconds(600));
        outcome.Code.ShouldBeNull();
    }

    [Theory]
    [InlineData(401, RelayStatus.CredentialsRefused, "user name or password is wrong for this realm")]
    [InlineData(441, RelayStatus.CredentialsRefused, "the credentials are not those of the allocation")]
    [InlineData(486, RelayStatus.Declined, "the user has as many allocations as the relay allows")]
    [InlineData(508, RelayStatus.Declined, "it has no address left to give")]
    public void A_refusal_of_the_proof_says_what_it_means(int code, RelayStatus status, string meaning)
    {
        var talk = new RelayConversation(RelayDialect.Standard, credentials: Alice);
        var proof = Sent(talk.Datagram(Challenge(Sent(talk.Begin()))));

        talk.Datagram(Error(proof, code, nonce: "n1"));

        (talk.Outcome.Status, talk.Outcome.Code, talk.Outcome.Step).ShouldBe((status, code, RelayStep.Prove));
        talk.Outcome.Detail.ShouldEndWith(meaning);
    }

    [Fact]
    public void A_stale_nonce_is_renewed_once()
    {
        var talk = new RelayConversation(RelayDialect.Standard, credentials: Alice);
        var proof = Sent(talk.Datagram(Challenge(Sent(talk.Begin()))));

        var again = Sent(talk.Datagram(Error(proof, 438, "n2")));
        StunMessage.TryRead(again, out var message, out _).ShouldBeTrue();
        Text(message, StunAttributeType.Nonce).ShouldBe("n2");
        talk.Datagram(Error(again, 438, "n3"));

        (talk.Outcome.Status, talk.Outcome.Code).ShouldBe((RelayStatus.CredentialsRefused, 438));
    }

    [Fact]
    public void Silence_is_three_sends_in_three_seconds()
    {
        var talk = new RelayConversation(RelayDialect.Standard);
        talk.Begin();
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(0.5));

        var effects = talk.RunOut();

        effects.OfType<NetEffect.SendDatagram>().Count().ShouldBe(2);
        effects[^1].ShouldBe(new NetEffect.Close(talk.Flow));
        (talk.Outcome.Status, talk.Outcome.Sent, talk.Outcome.Took)
            .ShouldBe((RelayStatus.Silent, 3, TimeSpan.FromSeconds(3)));
        talk.Outcome.Detail.ShouldBe(
            "no answer to 3 Allocate in 3 s: a firewall drops UDP port 3478, or no relay is there");
    }

    [Fact]
    public void An_answer_to_the_second_send_counts_and_one_to_another_transaction_does_not()
    {
        var talk = new RelayConversation(RelayDialect.Standard);
        var request = Sent(talk.Begin());
        talk.At(0.5);
        Sent(talk.Give(new NetInput.DeadlineReached())).ShouldBe(request);
        var other = (byte[])request.Clone();
        other[10] ^= 1;

        talk.Datagram(Challenge(other)).ShouldBeEmpty();
        talk.Check.Outcome.ShouldBeNull();
        talk.At(0.6);
        talk.Datagram(Challenge(request));

        (talk.Outcome.Status, talk.Outcome.Sent).ShouldBe((RelayStatus.Reachable, 2));
    }

    [Theory]
    [InlineData(ChannelEnd.Refused, RelayStatus.Refused, "nobody listens at 192.0.2.30:3478")]
    [InlineData(ChannelEnd.Unreachable, RelayStatus.Unreachable, "there is no way to 192.0.2.30")]
    [InlineData(ChannelEnd.TimedOut, RelayStatus.Silent, "no answer")]
    [InlineData(ChannelEnd.Reset, RelayStatus.Closed, "it closed the connection at Ask")]
    [InlineData(ChannelEnd.NotPermitted, RelayStatus.Unavailable, "NotPermitted")]
    public void What_the_network_says_is_told_apart(ChannelEnd why, RelayStatus status, string detail)
    {
        var talk = new RelayConversation(RelayDialect.Standard);
        talk.Begin();

        talk.End(why).ShouldBeEmpty();

        (talk.Outcome.Status, talk.Outcome.Detail).ShouldBe((status, detail));
        talk.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Another_service_is_no_relay_and_its_bytes_are_kept()
    {
        var talk = new RelayConversation(RelayDialect.Standard);
        talk.Begin();

        talk.Datagram("hello"u8.ToArray()).ShouldBeEmpty();
        talk.RunOut();

        talk.Outcome.Status.ShouldBe(RelayStatus.NotARelay);
        Encoding.ASCII.GetString(talk.Outcome.Unreadable.AsSpan()).ShouldBe("hello");
    }

    [Fact]
    public void A_challenge_without_realm_or_nonce_is_not_that_of_a_relay()
    {
        var talk = new RelayConversation(RelayDialect.Standard, credentials: Alice);

        talk.Datagram(Error(Sent(talk.Begin()), 401, nonce: null));

        talk.Outcome.Status.ShouldBe(RelayStatus.NotARelay);
    }

    [Fact]
    public void A_grant_that_is_not_made_with_the_password_is_not_trusted()
    {
        var talk = new RelayConversation(RelayDialect.Standard, credentials: Alice);
        var proof = Sent(talk.Datagram(Challenge(Sent(talk.Begin()))));

        talk.Datagram(Grant(proof, StunKey.LongTerm("alice", Realm, "wrong")));

        (talk.Outcome.Status, talk.Outcome.Relayed).ShouldBe((RelayStatus.Unproved, null));
    }

    [Fact]
    public void A_relay_that_does_not_confirm_the_giving_back_was_good_all_the_same()
    {
        var talk = new RelayConversation(RelayDialect.Standard, credentials: Alice);
        var proof = Sent(talk.Datagram(Challenge(Sent(talk.Begin()))));
        talk.Datagram(Grant(proof, Key));

        talk.RunOut();

        (talk.Outcome.Status, talk.Outcome.IsFreed).ShouldBe((RelayStatus.Allocated, false));
        talk.Outcome.Detail.ShouldBe("it did not confirm that the address was given back");
    }

    [Fact]
    public void Over_TCP_it_connects_and_takes_the_answer_in_pieces()
    {
        var talk = new RelayConversation(RelayDialect.Standard, RelayTransport.Tcp);
        talk.Begin().ShouldBe([new NetEffect.Connect(talk.Flow, Relay, null)]);
        talk.At(0.02);
        var request = Sent(talk.Connect());
        talk.Deadline.ShouldBe(TimeSpan.FromSeconds(3.02));

        foreach (var piece in Challenge(request).Chunk(7))
        {
            talk.Receive(piece);
        }

        talk.Outcome.Status.ShouldBe(RelayStatus.Reachable);
        talk.Outcome.ConnectTook.ShouldBe(TimeSpan.FromSeconds(0.02));
    }

    [Fact]
    public void Over_TCP_another_service_is_told_at_once()
    {
        var talk = new RelayConversation(RelayDialect.Standard, RelayTransport.Tcp);
        talk.Begin();
        talk.Connect();

        talk.Receive("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()).ShouldBe([new NetEffect.Close(talk.Flow)]);

        talk.Outcome.Status.ShouldBe(RelayStatus.NotARelay);
    }

    [Fact]
    public void Over_TCP_silence_at_the_connection_and_after_it_are_told_apart()
    {
        var talk = new RelayConversation(RelayDialect.Standard, RelayTransport.Tcp);
        talk.Begin();
        talk.RunOut().ShouldBe([new NetEffect.Close(talk.Flow)]);
        (talk.Outcome.Status, talk.Outcome.Step).ShouldBe((RelayStatus.Silent, RelayStep.Connect));

        talk = new RelayConversation(RelayDialect.Standard, RelayTransport.Tcp);
        talk.Begin();
        talk.Connect();
        talk.RunOut().ShouldBe([new NetEffect.Close(talk.Flow)]);
        (talk.Outcome.Status, talk.Outcome.Step, talk.Outcome.Sent).ShouldBe((RelayStatus.Silent, RelayStep.Ask, 1));
    }

    [Fact]
    public void What_comes_after_the_end_is_dropped()
    {
        var talk = new RelayConversation(RelayDialect.Standard);
        var request = Sent(talk.Begin());
        talk.Datagram(Challenge(request));
        var outcome = talk.Outcome;

        talk.Datagram(Challenge(request)).ShouldBeEmpty();
        talk.End(ChannelEnd.Reset).ShouldBeEmpty();
        talk.Give(new NetInput.DeadlineReached()).ShouldBeEmpty();

        talk.Outcome.ShouldBeSameAs(outcome);
        Should.Throw<InvalidOperationException>(() => talk.Begin());
    }

    [Fact]
    public void Wrong_options_and_credentials_are_mistakes_of_the_caller()
    {
        Should.Throw<ArgumentException>(
            () => new RelayConversation(RelayDialect.AvEdge, credentials: Alice));
        Alice.ToString().ShouldNotContain("sesame");
        foreach (var wrong in (RelayCheckOptions[])
            [
                new() { SendAt = [] }, new() { SendAt = [TimeSpan.FromSeconds(1)] },
                new() { SendAt = [TimeSpan.Zero, TimeSpan.FromSeconds(3)] },
                new() { SendAt = [TimeSpan.Zero, TimeSpan.Zero] },
            ])
        {
            Should.Throw<ArgumentException>(() => new RelayCheck(
                new(default, Relay, RelayTransport.Udp, RelayDialect.Standard), null, wrong, new SeededEntropy(1),
                new()));
        }
    }

    private static byte[] Challenge(byte[] request) => Error(request, 401, "n1");

    private static byte[] Error(byte[] request, int code, string? nonce) => Answer(
        request, StunClass.Error,
        (ref StunWriter writer) =>
        {
            writer.AddError(code, StunErrorCode.ReasonOf(code));
            writer.Add(StunAttributeType.Realm, Realm);
            writer.Add(StunAttributeType.Software, "a relay");
            if (nonce is not null)
            {
                writer.Add(StunAttributeType.Nonce, nonce);
            }
        });

    private static byte[] Grant(byte[] request, StunKey key) => Answer(
        request, StunClass.Success,
        (ref StunWriter writer) =>
        {
            writer.AddAddress(StunAttributeType.XorRelayedAddress, Relayed);
            writer.AddAddress(StunAttributeType.XorMappedAddress, Reflexive);
            writer.AddNumber(StunAttributeType.Lifetime, 600);
        },
        key);

    private static void Nothing(ref StunWriter writer)
    {
    }

    private static byte[] Answer(byte[] request, StunClass answerClass, Fill fill, StunKey? key = null)
    {
        var method = request[1] == 4 ? StunMethod.Refresh : StunMethod.Allocate;
        var writer = new StunWriter(stackalloc byte[1024], answerClass, method, request.AsSpan(8, 12));
        fill(ref writer);
        if (key is not null)
        {
            writer.AddIntegrity(key);
        }

        return writer.Written.ToArray();
    }

    private static string Text(StunMessage message, StunAttributeType type)
    {
        message.TryGet(type, out var value).ShouldBeTrue();
        return Encoding.UTF8.GetString(value);
    }
}
