using Dialtone.Wire.Stun;
using static Dialtone.Wire.Tests.Stun.StunVectors;

namespace Dialtone.Wire.Tests.Stun;

public class StunHostileInputTests
{
    private const string Header = "2112a4420102030405060708090a0b0c";

    [Theory]
    [InlineData("", StunFaultKind.TooShort, 0)]
    [InlineData("000100002112a4420102030405060708090a0b", StunFaultKind.TooShort, 19)]
    [InlineData("40010000" + Header, StunFaultKind.NotStun, 0)]
    [InlineData("80010000" + Header, StunFaultKind.NotStun, 0)]
    [InlineData("0001000072c64bc60102030405060708090a0b0c", StunFaultKind.WrongCookie, 4)]
    [InlineData("00010004" + Header, StunFaultKind.WrongLength, 2)]
    [InlineData("00010000" + Header + "80220000", StunFaultKind.WrongLength, 2)]
    [InlineData("00010002" + Header + "8022", StunFaultKind.WrongLength, 2)]
    [InlineData("00010004" + Header + "80220001", StunFaultKind.AttributePastEnd, 20)]
    [InlineData("00010008" + Header + "8022ffff01020304", StunFaultKind.AttributePastEnd, 20)]
    [InlineData("0001000c" + Header + "8022000000080004" + "01020304", StunFaultKind.InvalidAttribute, 24)]
    [InlineData("00010004" + Header + "00090000", StunFaultKind.InvalidAttribute, 20)]
    [InlineData("00010004" + Header + "80280000", StunFaultKind.WrongFingerprint, 20)]
    [InlineData("00010008" + Header + "8028000401020304", StunFaultKind.WrongFingerprint, 20)]
    public void Broken_messages_are_told_apart_with_their_place(string bytes, StunFaultKind kind, int offset)
    {
        StunMessage.TryRead(Convert.FromHexString(bytes), out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(new StunFault(kind, offset));
    }

    [Theory]
    [InlineData("00200008" + "0003a147e112a643")]
    [InlineData("00200008" + "0002a147e112a643")]
    [InlineData("00200004" + "0001a147")]
    [InlineData("00200000")]
    public void An_address_of_another_length_or_family_is_none(string attribute)
    {
        var bytes = Convert.FromHexString($"010100{attribute.Length / 2:x2}" + Header + attribute);
        StunMessage.TryRead(bytes, out var message, out _).ShouldBeTrue();

        message.TryGetAddress(StunAttributeType.XorMappedAddress, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("00000200")]
    [InlineData("00000700")]
    [InlineData("00000464")]
    public void An_error_out_of_its_range_is_none(string value)
    {
        StunMessage.TryRead(Convert.FromHexString("01130008" + Header + "00090004" + value), out var message, out _)
            .ShouldBeTrue();

        message.TryGetError(out _).ShouldBeFalse();
    }

    [Fact]
    public void Counts_and_lengths_as_the_limits_are_read_and_one_more_is_not()
    {
        static StunFault Read(params ReadOnlySpan<(StunAttributeType Type, int Length)> attributes)
        {
            var writer = new StunWriter(
                new byte[StunLimits.MessageBytesMax], StunClass.Request, StunMethod.Binding, new byte[12]);
            foreach (var (type, length) in attributes)
            {
                writer.Add(type, new byte[length]);
            }

            _ = StunMessage.TryRead(writer.Written, out _, out var fault);
            return fault;
        }

        static (StunAttributeType, int)[] Times(int count) =>
            [.. Enumerable.Repeat((StunAttributeType.XorPeerAddress, 8), count)];

        Read(Times(StunLimits.AttributesMax)).ShouldBe(default);
        Read(Times(StunLimits.AttributesMax + 1)).Kind.ShouldBe(StunFaultKind.TooManyAttributes);
        Read((StunAttributeType.Username, StunLimits.UsernameBytesMax)).ShouldBe(default);
        Read((StunAttributeType.Username, StunLimits.UsernameBytesMax + 1)).Kind
            .ShouldBe(StunFaultKind.InvalidAttribute);
        foreach (var type in (StunAttributeType[])
            [StunAttributeType.Realm, StunAttributeType.Nonce, StunAttributeType.Software])
        {
            Read((type, StunLimits.TextBytesMax)).ShouldBe(default);
            Read((type, StunLimits.TextBytesMax + 1)).Kind.ShouldBe(StunFaultKind.InvalidAttribute);
        }
    }

    [Fact]
    public void A_message_of_the_longest_length_is_read_and_a_longer_one_is_not()
    {
        static byte[] Of(int length)
        {
            var bytes = new byte[length];
            Convert.FromHexString("0017").CopyTo(bytes, 0);
            (bytes[2], bytes[3]) = ((byte)((length - 20) >> 8), (byte)(length - 20));
            Convert.FromHexString("2112a442").CopyTo(bytes, 4);
            Convert.FromHexString("0013").CopyTo(bytes, 20);
            (bytes[22], bytes[23]) = ((byte)((length - 24) >> 8), (byte)(length - 24));
            return bytes;
        }

        StunMessage.TryRead(Of(StunLimits.MessageBytesMax), out _, out var fault).ShouldBeTrue(fault.ToString());
        StunMessage.TryRead(Of(StunLimits.MessageBytesMax + 4), out _, out fault).ShouldBeFalse();
        fault.Kind.ShouldBe(StunFaultKind.TooLong);
    }

    [Fact]
    public void A_writer_says_where_there_is_no_room()
    {
        Should.Throw<ArgumentException>(() => { _ = Begin(19, 12); });
        Should.Throw<ArgumentException>(() => { _ = Begin(20, 11); });
        Should.Throw<ArgumentException>(() => Begin(27, 12).AddFingerprint());
        Should.Throw<ArgumentOutOfRangeException>(() => Begin(99, 12).AddError(299, ""));

        static StunWriter Begin(int length, int idLength) =>
            new(new byte[length], StunClass.Request, StunMethod.Binding, new byte[idLength]);
    }

    [Fact]
    public void Cut_short_at_any_byte_it_is_refused()
    {
        foreach (var bytes in (byte[][])[Request, V4Response, V6Response, LongTermRequest])
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                StunMessage.TryRead(bytes.AsSpan(0, length), out _, out var fault).ShouldBeFalse();
                fault.Offset.ShouldBeInRange(0, length);
            }
        }
    }
}
