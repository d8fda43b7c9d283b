using Dialtone.Wire.Dns;

namespace Dialtone.Wire.Tests.Dns;

public class DnsMessageFaultTests
{
    public static TheoryData<string> Answers => DnsVectors.Answers;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 5)]
    [InlineData(1, 0)]
    [InlineData(28, 15)]
    [InlineData(28, 4)]
    [InlineData(33, 6)]
    [InlineData(5, 0)]
    public void Data_shorter_or_longer_than_its_type_is_malformed_where_it_begins(int type, int length)
    {
        // The section is the additional one on purpose: what stands beside the answer is checked like the answer.
        var bytes = new DnsBytes().Header(0, 0, additionals: 1).Name("a").U16(type).U16(1).U32(1).U16(length);
        var dataAt = bytes.Length;
        for (var i = 0; i < length + 8; i++)
        {
            bytes.U8(0);
        }

        bytes.Fault().ShouldBe(new DnsFault(DnsFaultKind.DataLengthWrong, dataAt));
    }

    [Fact]
    public void A_pointer_to_itself_is_refused() =>
        new DnsBytes().Header(1, 0).Pointer(12).U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.PointerNotBackwards, 12));

    [Fact]
    public void A_pointer_forward_is_refused() =>
        new DnsBytes().Header(1, 0).Pointer(14).Name("a").U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.PointerNotBackwards, 12));

    [Fact]
    public void A_pointer_to_the_labels_before_it_is_refused() =>
        new DnsBytes().Header(1, 0).Label("a").Pointer(12).U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.PointerNotBackwards, 14));

    [Fact]
    public void A_pointer_into_the_header_is_refused() =>
        new DnsBytes().Header(1, 0).Pointer(11).U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.PointerNotBackwards, 12));

    [Fact]
    public void A_pointer_past_the_end_is_refused() =>
        new DnsBytes().Header(1, 0).Pointer(0x3FFF).U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.PointerNotBackwards, 12));

    [Fact]
    public void Pointers_to_pointers_are_followed_up_to_the_bound_and_not_one_further()
    {
        PointerChain(DnsLimits.PointerHopsMax).Read().Authorities[0].Owner.Text.ShouldBe("a");
        PointerChain(DnsLimits.PointerHopsMax + 1).Fault().Kind.ShouldBe(DnsFaultKind.TooManyPointers);
    }

    [Fact]
    public void A_name_of_255_bytes_is_read_and_one_of_256_is_not()
    {
        string[] labels = [new('a', 63), new('b', 63), new('c', 63)];
        new DnsBytes().Header(1, 0).Name([.. labels, new('d', 61)]).U16(1).U16(1).Read()
            .Question!.Value.Name.Host.Text.Length.ShouldBe(253);
        new DnsBytes().Header(1, 0).Name([.. labels, new('d', 62)]).U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.NameTooLong, 12));
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    [InlineData(0xBF)]
    public void A_label_of_an_unknown_kind_is_refused(int first) =>
        new DnsBytes().Header(1, 0).U8(first).U8(0).U16(1).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.UnknownLabelKind, 12));

    [Fact]
    public void A_second_question_is_refused() =>
        new DnsBytes().Header(2, 0).Name("a").U16(1).U16(1).Name("a").U16(28).U16(1).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.TooManyQuestions, 4));

    [Fact]
    public void Records_are_read_up_to_the_bound_and_not_one_more()
    {
        Records(DnsLimits.RecordsMax).Read().Answers.Length.ShouldBe(DnsLimits.RecordsMax);
        Records(DnsLimits.RecordsMax + 1).Fault().ShouldBe(new DnsFault(DnsFaultKind.TooManyRecords, 6));
    }

    [Fact]
    public void A_message_longer_than_a_length_can_say_is_refused()
    {
        var bytes = new byte[DnsLimits.MessageBytesMax + 1];
        DnsMessage.TryRead(bytes.AsSpan(1), out _, out _).ShouldBeTrue();
        DnsMessage.TryRead(bytes, out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(DnsFaultKind.MessageTooLong);
    }

    [Fact]
    public void OPT_stands_once_in_the_additional_section_below_the_root()
    {
        new DnsBytes().Header(0, 1).Name().U16(41).U16(512).U32(0).U16(0).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.MisplacedOpt, 12));
        new DnsBytes().Header(0, 0, additionals: 1).Name("a").U16(41).U16(512).U32(0).U16(0).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.MisplacedOpt, 12));
        new DnsBytes().Header(0, 0, additionals: 2)
            .Name().U16(41).U16(512).U32(0).U16(0).Name().U16(41).U16(512).U32(0).U16(0).Fault()
            .ShouldBe(new DnsFault(DnsFaultKind.SecondOpt, 23));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Cut_short_at_any_byte_a_message_is_malformed_and_nothing_worse(string hex)
    {
        var whole = DnsVectors.Bytes(hex);
        for (var length = 0; length < whole.Length; length++)
        {
            DnsMessage.TryRead(whole.AsSpan(0, length), out var message, out var fault).ShouldBeFalse();
            message.ShouldBeNull();
            fault.ShouldBe(new DnsFault(DnsFaultKind.EndsEarly, length));
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Changed_at_random_a_message_is_read_or_refused_with_an_offset_inside_it(string hex)
    {
        var whole = DnsVectors.Bytes(hex);
        var random = new Random(20240101);
        for (var round = 0; round < 3000; round++)
        {
            var changed = (byte[])whole.Clone();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            if (DnsMessage.TryRead(changed, out var message, out var fault))
            {
                // What was understood can be said again.
                fault.ShouldBe(default);
                message.ToBytes().Length.ShouldBeGreaterThanOrEqualTo(DnsLimits.HeaderBytes);
            }
            else
            {
                fault.Kind.ShouldNotBe(DnsFaultKind.None);
                fault.Offset.ShouldBeInRange(0, changed.Length);
            }
        }
    }

    [Fact]
    public void The_header_alone_tells_whose_answer_it_is()
    {
        DnsHeader.TryRead(DnsVectors.Bytes(DnsVectors.Truncated).AsSpan(0, 12), out var header).ShouldBeTrue();
        header.Id.ShouldBe((ushort)0x1234);
        header.IsResponse.ShouldBeTrue();
        header.IsTruncated.ShouldBeTrue();
        DnsHeader.TryRead(new byte[11], out _).ShouldBeFalse();
    }

    private static DnsBytes PointerChain(int hops)
    {
        // The data of the first record holds "a" and then pointers, each to the one before; an owner points to the
        // last.
        var bytes = new DnsBytes().Header(0, 1, authorities: 1)
            .Name().U16(999).U16(1).U32(0).U16(3 + (2 * (hops - 1)));
        var previous = bytes.Length;
        bytes.Name("a");
        for (var hop = 1; hop < hops; hop++)
        {
            var here = bytes.Length;
            bytes.Pointer(previous);
            previous = here;
        }

        return bytes.Pointer(previous).U16(1).U16(1).U32(0).U16(4).U32(0);
    }

    private static DnsBytes Records(int count)
    {
        var bytes = new DnsBytes().Header(0, count);
        for (var i = 0; i < count; i++)
        {
            bytes.Name().U16(1).U16(1).U32(0).U16(4).U32(0);
        }

        return bytes;
    }
}
