using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;
using static Dialtone.Wire.Tests.MsTurn.MsTurnVectors;

namespace Dialtone.Wire.Tests.MsTurn;

public class MsTurnStreamTests
{
    // Media is passed over.
    private static readonly byte[] Media = [3, 0, 0, 3, 1, 2, 3];

    [Fact]
    public void A_frame_is_its_kind_a_zero_and_a_length()
    {
        MsTurnFraming.Frame(Authenticated)[..4].ShouldBe(new byte[] { 2, 0, 0, 161 });
        Should.Throw<ArgumentException>(() => MsTurnFraming.Frame(new byte[StunLimits.MessageBytesMax + 1]));
    }

    [Fact]
    public void Messages_come_out_whole_wherever_the_stream_is_split()
    {
        byte[] stream =
        [
            .. MsTurnFraming.Frame(Unauthenticated), .. Media, .. MsTurnFraming.Frame([]),
            .. MsTurnFraming.Frame(Authenticated),
        ];
        for (var split = 0; split <= stream.Length; split++)
        {
            var framing = new MsTurnFraming();

            byte[][] messages = [.. Take(framing, stream[..split]), .. Take(framing, stream[split..])];

            messages.ShouldBe([Unauthenticated, [], Authenticated]);
        }
    }

    [Theory]
    [InlineData("16030100", StunFaultKind.NotStun)]
    [InlineData("02010000", StunFaultKind.NotStun)]
    [InlineData("02001001", StunFaultKind.TooLong)]
    public void What_is_no_frame_ends_the_reading(string start, StunFaultKind kind)
    {
        ReadOnlySpan<byte> bytes = [.. Convert.FromHexString(start), .. new byte[10_000]];

        new MsTurnFraming().TryTake(ref bytes, out _, out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(kind);
    }

    [Fact]
    public void The_client_hello_of_pseudo_TLS_has_its_fixed_bytes()
    {
        var hello = new byte[PseudoTls.ClientHelloBytes];
        PseudoTls.WriteClientHello(0x01020304, new byte[PseudoTls.RandomBytes], hello);

        Convert.ToHexStringLower(hello).ShouldBe(
            "160301002d" + "01000029" + "0301" + "01020304" + new string('0', 56) + "00" + "0002" + "0018" + "0100");
    }

    [Fact]
    public void The_server_hello_of_pseudo_TLS_has_its_fixed_bytes()
    {
        var hello = new byte[PseudoTls.ServerHelloBytes];
        PseudoTls.WriteServerHello(
            0x01020304, new byte[PseudoTls.RandomBytes], new byte[PseudoTls.SessionIdBytes], hello);

        Convert.ToHexStringLower(hello).ShouldBe(
            "160301004e" + "02000046" + "0301" + "01020304" + new string('0', 56) + "20" + new string('0', 64)
            + "0018" + "00" + "0e000000");
    }

    [Fact]
    public void A_hello_is_known_by_its_fixed_bytes_as_far_as_it_came()
    {
        var client = new byte[PseudoTls.ClientHelloBytes];
        PseudoTls.WriteClientHello(1, new byte[PseudoTls.RandomBytes], client);
        var server = new byte[PseudoTls.ServerHelloBytes];
        PseudoTls.WriteServerHello(
            1, new byte[PseudoTls.RandomBytes], new byte[PseudoTls.SessionIdBytes], server);

        for (var length = 0; length < client.Length; length++)
        {
            PseudoTls.MatchClientHello(client.AsSpan(0, length)).ShouldBe(PseudoTlsMatch.Incomplete);
        }

        for (var length = 0; length < server.Length; length++)
        {
            PseudoTls.MatchServerHello(server.AsSpan(0, length)).ShouldBe(PseudoTlsMatch.Incomplete);
        }

        PseudoTls.MatchClientHello([.. client, 2]).ShouldBe(PseudoTlsMatch.Whole);
        PseudoTls.MatchServerHello([.. server, 2]).ShouldBe(PseudoTlsMatch.Whole);
        PseudoTls.MatchServerHello(client).ShouldBe(PseudoTlsMatch.Other);
        PseudoTls.MatchClientHello(server).ShouldBe(PseudoTlsMatch.Other);
    }

    [Fact]
    public void Time_random_and_session_id_are_free_and_every_other_byte_is_fixed()
    {
        var client = new byte[PseudoTls.ClientHelloBytes];
        PseudoTls.WriteClientHello(1, new byte[PseudoTls.RandomBytes], client);
        for (var i = 0; i < client.Length; i++)
        {
            var changed = (byte[])client.Clone();
            changed[i] ^= 0xFF;
            PseudoTls.MatchClientHello(changed)
                .ShouldBe(i is >= 11 and < 43 ? PseudoTlsMatch.Whole : PseudoTlsMatch.Other, $"at {i}");
        }

        var server = new byte[PseudoTls.ServerHelloBytes];
        PseudoTls.WriteServerHello(
            1, new byte[PseudoTls.RandomBytes], new byte[PseudoTls.SessionIdBytes], server);
        for (var i = 0; i < server.Length; i++)
        {
            var changed = (byte[])server.Clone();
            changed[i] ^= 0xFF;
            PseudoTls.MatchServerHello(changed).ShouldBe(
                i is >= 11 and < 43 or >= 44 and < 76 ? PseudoTlsMatch.Whole : PseudoTlsMatch.Other, $"at {i}");
        }
    }

    private static List<byte[]> Take(MsTurnFraming framing, byte[] bytes)
    {
        var messages = new List<byte[]>();
        ReadOnlySpan<byte> rest = bytes;
        while (framing.TryTake(ref rest, out var message, out var fault))
        {
            fault.ShouldBe(default);
            messages.Add(message);
        }

        rest.Length.ShouldBe(0);
        return messages;
    }
}
