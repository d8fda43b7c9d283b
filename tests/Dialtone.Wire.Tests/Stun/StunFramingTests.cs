using Dialtone.Wire.Stun;
using static Dialtone.Wire.Tests.Stun.StunVectors;

namespace Dialtone.Wire.Tests.Stun;

public class StunFramingTests
{
    [Fact]
    public void Messages_come_out_whole_wherever_the_stream_is_split()
    {
        byte[] stream = [.. Request, .. V4Response, .. V6Response];
        for (var split = 0; split <= stream.Length; split++)
        {
            var framing = new StunFraming();

            byte[][] messages = [.. Take(framing, stream[..split]), .. Take(framing, stream[split..])];

            messages.ShouldBe([Request, V4Response, V6Response]);
        }
    }

    [Theory]
    [InlineData("48", StunFaultKind.NotStun)]
    [InlineData("80010000", StunFaultKind.NotStun)]
    [InlineData("1603010000000000", StunFaultKind.WrongCookie)]
    [InlineData("000100002112a443", StunFaultKind.WrongCookie)]
    [InlineData("00010fed2112a442", StunFaultKind.TooLong)]
    public void What_cannot_begin_a_message_ends_the_reading(string start, StunFaultKind kind)
    {
        ReadOnlySpan<byte> bytes = [.. Convert.FromHexString(start), .. new byte[100_000]];

        new StunFraming().TryTake(ref bytes, out var message, out var fault).ShouldBeFalse();

        message.ShouldBeNull();
        fault.Kind.ShouldBe(kind);
    }

    private static List<byte[]> Take(StunFraming framing, byte[] bytes)
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
