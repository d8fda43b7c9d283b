using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using FsCheck;
using FsCheck.Fluent;
using HostName = Dialtone.Wire.Addresses.HostName;

namespace Dialtone.Wire.Tests.Dns;

public class DnsMessageWriteTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");

    public static TheoryData<string> Answers => DnsVectors.Answers;

    [Fact]
    public void A_query_is_written_as_the_foreign_one() =>
        new DnsMessage
        {
            Id = 0x1234,
            RecursionDesired = true,
            Question = new DnsQuestion(Domain.Under("_sipinternaltls._tcp"), DnsType.Srv),
            Edns = new DnsEdns(1232),
        }.ToBytes().ShouldBe(DnsVectors.Bytes(DnsVectors.SrvQuery));

    [Theory]
    [MemberData(nameof(Answers))]
    public void What_a_foreign_server_said_is_written_as_it_said_it(string hex)
    {
        DnsMessage.TryRead(DnsVectors.Bytes(hex), out var message, out _).ShouldBeTrue();
        Convert.ToHexStringLower(message!.ToBytes()).ShouldBe(hex);
    }

    [Fact]
    public void SRV_targets_are_compressed_only_when_asked_for()
    {
        DnsMessage.TryRead(DnsVectors.Bytes(DnsVectors.SrvWithAddresses), out var message, out _).ShouldBeTrue();
        var standard = message!.ToBytes();
        var forbidden = message.ToBytes(DnsCompression.SrvTargetsToo);
        var none = message.ToBytes(DnsCompression.None);

        // The ending contoso.example takes 17 bytes, a pointer 2.
        forbidden.Length.ShouldBe(standard.Length - 15);
        none.Length.ShouldBeGreaterThan(standard.Length);
        foreach (var bytes in (byte[][])[forbidden, none])
        {
            DnsMessage.TryRead(bytes, out var again, out _).ShouldBeTrue();
            ShouldBeSame(again!, message);
        }
    }

    [Fact]
    public void A_message_that_does_not_fit_is_not_written_by_half()
    {
        DnsMessage.TryRead(DnsVectors.Bytes(DnsVectors.SrvWithAddresses), out var message, out _).ShouldBeTrue();
        var length = message!.ToBytes().Length;
        message.TryWrite(new byte[length], out var written).ShouldBeTrue();
        written.ShouldBe(length);
        for (var room = 0; room < length; room++)
        {
            message.TryWrite(new byte[room], out written).ShouldBeFalse();
            written.ShouldBe(0);
        }
    }

    [Fact]
    public void Truncated_a_message_keeps_its_question_and_says_so()
    {
        DnsMessage.TryRead(DnsVectors.Bytes(DnsVectors.SrvWithAddresses), out var message, out _).ShouldBeTrue();
        var truncated = message!.Truncate();
        truncated.IsTruncated.ShouldBeTrue();
        truncated.Answers.ShouldBeEmpty();
        truncated.Additionals.ShouldBeEmpty();
        truncated.Question.ShouldBe(message.Question);
        truncated.Edns.ShouldBe(message.Edns);
    }

    [Fact]
    public void A_long_message_is_written_whole_and_places_beyond_a_pointers_reach_are_not_pointed_to()
    {
        var filler = new DnsRecord(default, 0, new DnsData.Unknown((DnsType)999, new byte[0x4000]));
        var late = new DnsRecord(Domain.Under("late"), 0, new DnsData.A(IpAddress.Parse("192.0.2.1")));
        var message = new DnsMessage { Answers = [filler, late, late] };
        DnsMessage.TryRead(message.ToBytes(), out var again, out var fault).ShouldBeTrue(fault.ToString());
        ShouldBeSame(again!, message);
    }

    [Fact]
    public void What_DNS_cannot_say_is_a_mistake_of_the_caller()
    {
        Should.Throw<InvalidOperationException>(() =>
            Answer(new DnsData.Naptr(0, 0, new string('x', 256), "", "", default)).ToBytes());
        Should.Throw<InvalidOperationException>(() => Answer(new DnsData.A(IpAddress.Parse("2001:db8::1"))).ToBytes());
        Should.Throw<InvalidOperationException>(() =>
            new DnsMessage { ResponseCode = DnsResponseCode.BadVersion }.ToBytes());
        Should.Throw<InvalidOperationException>(() => Answer(
            new DnsData.Unknown((DnsType)999, new byte[DnsLimits.MessageBytesMax])).ToBytes());
    }

    [Fact]
    public void An_IPv4_mapped_address_keeps_its_place_in_an_AAAA_record()
    {
        var data = new DnsData.Aaaa(IpAddress.Parse("192.0.2.1"));
        DnsMessage.TryRead(Answer(data).ToBytes(), out var message, out _).ShouldBeTrue();
        message!.Answers[0].Data.ShouldBe(data);
    }

    [Fact]
    public void Whatever_can_be_said_is_read_back_the_same() =>
        Prop.ForAll(DnsGenerators.Messages.ToArbitrary(), message =>
        {
            foreach (var compression in Enum.GetValues<DnsCompression>())
            {
                DnsMessage.TryRead(message.ToBytes(compression), out var again, out var fault)
                    .ShouldBeTrue(fault.ToString());
                ShouldBeSame(again!, message);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20240101, 1));

    private static DnsMessage Answer(DnsData data) =>
        new() { IsResponse = true, Answers = [new DnsRecord(Domain, 1, data)] };

    private static void ShouldBeSame(DnsMessage actual, DnsMessage expected)
    {
        actual.Answers.ShouldBe(expected.Answers);
        actual.Authorities.ShouldBe(expected.Authorities);
        actual.Additionals.ShouldBe(expected.Additionals);

        // Arrays compare by identity inside a record: with the arrays made one, the rest compares as a record does.
        (actual with
        {
            Answers = expected.Answers,
            Authorities = expected.Authorities,
            Additionals = expected.Additionals,
        }).ShouldBe(expected);
    }
}
