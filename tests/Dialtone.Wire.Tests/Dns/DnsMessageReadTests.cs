using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Wire.Tests.Dns;

public class DnsMessageReadTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");

    [Fact]
    public void A_query_says_its_question_and_what_it_can_take()
    {
        var query = Read(DnsVectors.SrvQuery);
        query.Id.ShouldBe((ushort)0x1234);
        query.IsResponse.ShouldBeFalse();
        query.RecursionDesired.ShouldBeTrue();
        query.Question.ShouldBe(new DnsQuestion(Domain.Under("_sipinternaltls._tcp"), DnsType.Srv));
        query.Edns.ShouldBe(new DnsEdns(1232));
    }

    [Fact]
    public void An_SRV_answer_brings_target_and_addresses()
    {
        var answer = Read(DnsVectors.SrvWithAddresses);
        answer.IsResponse.ShouldBeTrue();
        answer.IsAuthoritative.ShouldBeTrue();
        answer.RecursionAvailable.ShouldBeFalse();
        var pool = Domain.Under("pool01");
        answer.Answers.ShouldBe(
            [new(Domain.Under("_sipinternaltls._tcp"), 300, new DnsData.Srv(0, 0, 5061, pool))]);
        answer.Additionals.ShouldBe(
        [
            new(pool, 300, new DnsData.A(IpAddress.Parse("192.0.2.11"))),
            new(pool, 300, new DnsData.A(IpAddress.Parse("192.0.2.12"))),
            new(pool, 300, new DnsData.Aaaa(IpAddress.Parse("2001:db8::11"))),
        ]);
        answer.Edns.ShouldBe(new DnsEdns(1232));
    }

    [Fact]
    public void SRV_records_keep_priority_and_weight() =>
        Read(DnsVectors.TwoSrv).Answers.Select(record => record.Data).ShouldBe(
            [
                new DnsData.Srv(10, 20, 443, Domain.Under("sip2")),
                new DnsData.Srv(0, 10, 443, Domain.Under("sip")),
            ],
            ignoreOrder: true);

    [Fact]
    public void The_root_as_SRV_target_is_the_empty_host_name()
    {
        var target = Read(DnsVectors.SrvRoot).Answers[0].Data.ShouldBeOfType<DnsData.Srv>().Target;
        target.IsRoot.ShouldBeTrue();
        target.IsHost.ShouldBeFalse();
        target.Host.IsEmpty.ShouldBeTrue();
        target.Text.ShouldBe(".");
    }

    [Fact]
    public void An_alias_comes_before_its_address() =>
        Read(DnsVectors.AliasThenA).Answers.ShouldBe(
        [
            new(Domain.Under("sip"), 300, new DnsData.Cname(Domain.Under("edge"))),
            new(Domain.Under("edge"), 300, new DnsData.A(IpAddress.Parse("198.51.100.6"))),
        ]);

    [Fact]
    public void Options_of_EDNS_are_kept_as_bytes()
    {
        var answer = Read(DnsVectors.AliasLoop);
        answer.ResponseCode.ShouldBe(DnsResponseCode.ServerFailure);
        answer.Edns.ShouldNotBeNull().Options.Length.ShouldBe(27);
    }

    [Fact]
    public void NAPTR_records_keep_their_strings() =>
        Read(DnsVectors.TwoNaptr).Answers.Select(record => record.Data).ShouldBe(
            [
                new DnsData.Naptr(90, 50, "s", "SIP+D2T", "", Domain.Under("_sip._tcp")),
                new DnsData.Naptr(50, 50, "s", "SIPS+D2T", "", Domain.Under("_sips._tcp")),
            ],
            ignoreOrder: true);

    [Theory]
    [InlineData(DnsVectors.NoSuchName, DnsResponseCode.NoSuchName)]
    [InlineData(DnsVectors.NoData, DnsResponseCode.NoError)]
    public void A_negative_answer_brings_the_SOA_record(string hex, DnsResponseCode code)
    {
        var answer = Read(hex);
        answer.ResponseCode.ShouldBe(code);
        answer.Answers.ShouldBeEmpty();
        answer.Authorities.ShouldBe(
        [
            new(Domain, 60, new DnsData.Soa(
                Domain.Under("ns1"), Domain.Under("hostmaster"), 2024010101, 3600, 600, 86400, 60)),
        ]);
    }

    [Fact]
    public void A_type_that_is_not_used_is_kept_as_bytes() =>
        Read(DnsVectors.Text).Answers[0].Data.ShouldBe(
            new DnsData.Unknown((DnsType)16, "\u000bv=spf1 -all"u8.ToArray()));

    [Fact]
    public void A_truncated_answer_says_so()
    {
        var answer = Read(DnsVectors.Truncated);
        answer.IsTruncated.ShouldBeTrue();
        answer.Answers.Length.ShouldBe(29);
        answer.Edns.ShouldBeNull();
    }

    [Fact]
    public void A_name_that_is_no_host_name_is_kept_and_does_not_harm_the_message()
    {
        var answer = Read(DnsVectors.OddOwner);
        var owner = answer.Answers[0].Owner;
        owner.IsHost.ShouldBeFalse();
        owner.IsRoot.ShouldBeFalse();
        owner.Host.IsEmpty.ShouldBeTrue();
        owner.Text.ShouldBe(@"odd\046dot\032x.contoso.example");
        answer.Answers[0].Data.ShouldBe(new DnsData.A(IpAddress.Parse("192.0.2.99")));
    }

    [Fact]
    public void Names_compare_without_regard_to_case()
    {
        var upper = new DnsBytes().Header(1, 0).Name("POOL01", "Contoso", "EXAMPLE").U16(1).U16(1).Read();
        upper.Question!.Value.Name.ShouldBe(DnsName.From(Domain.Under("pool01")));
    }

    [Fact]
    public void A_compressed_SRV_target_is_accepted()
    {
        // RFC 2782 forbids writing it; servers do, and the target is none the less clear.
        var answer = new DnsBytes().Header(1, 1).Name("contoso", "example").U16(33).U16(1)
            .Pointer(12).U16(33).U16(1).U32(300).U16(15).U16(0).U16(0).U16(5061).Label("pool01").Pointer(12).Read();
        answer.Answers[0].Data.ShouldBe(new DnsData.Srv(0, 0, 5061, Domain.Under("pool01")));
    }

    [Theory]
    [InlineData(0x7FFF_FFFFu, 0x7FFF_FFFFu)]
    [InlineData(0x8000_0000u, 0u)]
    [InlineData(0xFFFF_FFFFu, 0u)]
    public void A_TTL_with_its_top_bit_set_is_zero(uint onTheWire, uint read) =>
        new DnsBytes().Header(0, 1).Name("a").U16(1).U16(1).U32(onTheWire).U16(4).U32(0xC0000201).Read()
            .Answers[0].TtlSeconds.ShouldBe(read);

    [Fact]
    public void Data_of_another_class_is_kept_as_bytes() =>
        new DnsBytes().Header(0, 1).Name("a").U16(1).U16(3).U32(0).U16(2).U16(7).Read()
            .Answers[0].Data.ShouldBe(new DnsData.Unknown(DnsType.A, new byte[] { 0, 7 }));

    [Fact]
    public void The_response_code_has_twelve_bits_with_EDNS()
    {
        var answer = new DnsBytes().Header(0, 0, additionals: 1).Name().U16(41).U16(512).U32(0x0100_0000).U16(0).Read();
        answer.ResponseCode.ShouldBe(DnsResponseCode.BadVersion);
        answer.Additionals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 512)]
    [InlineData(511, 512)]
    [InlineData(4096, 4096)]
    public void A_small_UDP_size_counts_as_512(int said, int usable) =>
        new DnsEdns((ushort)said).UdpBytesUsable.ShouldBe(usable);

    [Fact]
    public void Bytes_after_the_message_are_ignored() => Read(DnsVectors.TwoA + "00FF").Answers.Length.ShouldBe(2);

    private static DnsMessage Read(string hex)
    {
        DnsMessage.TryRead(DnsVectors.Bytes(hex), out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message!;
    }
}
