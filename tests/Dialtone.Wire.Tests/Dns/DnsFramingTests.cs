using Dialtone.Wire.Dns;

namespace Dialtone.Wire.Tests.Dns;

public class DnsFramingTests
{
    [Fact]
    public void Messages_come_out_whole_wherever_the_stream_is_split()
    {
        byte[] first = [1, 2, 3];
        byte[] second = [.. Enumerable.Range(0, 700).Select(value => (byte)value)];
        byte[] stream = [.. DnsFraming.Frame(first), .. DnsFraming.Frame([]), .. DnsFraming.Frame(second)];
        stream[..5].ShouldBe(new byte[] { 0, 3, 1, 2, 3 });
        for (var split = 0; split <= stream.Length; split++)
        {
            var framing = new DnsFraming();
            byte[][] messages = [.. Take(framing, stream[..split]), .. Take(framing, stream[split..])];
            messages.Length.ShouldBe(3);
            messages[0].SequenceEqual(first).ShouldBeTrue();
            messages[1].ShouldBeEmpty();
            messages[2].SequenceEqual(second).ShouldBeTrue();
        }
    }

    [Fact]
    public void The_longest_message_is_framed_and_one_longer_is_a_mistake_of_the_caller()
    {
        var longest = new byte[DnsLimits.MessageBytesMax];
        Take(new DnsFraming(), DnsFraming.Frame(longest)).ShouldHaveSingleItem().Length.ShouldBe(longest.Length);
        Should.Throw<ArgumentException>(() => DnsFraming.Frame(new byte[DnsLimits.MessageBytesMax + 1]));
    }

    private static List<byte[]> Take(DnsFraming framing, byte[] bytes)
    {
        var messages = new List<byte[]>();
        ReadOnlySpan<byte> rest = bytes;
        while (framing.TryTake(ref rest, out var message))
        {
            messages.Add(message);
        }

        rest.Length.ShouldBe(0);
        return messages;
    }
}
