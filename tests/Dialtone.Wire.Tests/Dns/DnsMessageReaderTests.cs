using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Wire.Tests.Dns;

public class DnsMessageReaderTests
{
    private static readonly HostName Service = HostName.Parse("_sip._tls.contoso.example");

    [Fact]
    public void Records_come_in_order_with_their_sections_and_data()
    {
        var bytes = Convert.FromHexString(DnsVectors.SrvWithAddresses);
        DnsMessageReader.TryBegin(bytes, out var reader, out _).ShouldBeTrue();
        (reader.Header.Id, reader.HasQuestion, reader.QuestionType).ShouldBe(((ushort)0x1234, true, DnsType.Srv));
        reader.QuestionName.ToString().ShouldBe("_sipinternaltls._tcp.contoso.example");

        reader.TryNext(out var service).ShouldBeTrue();
        (service.Section, service.Type, service.TtlSeconds).ShouldBe((DnsSection.Answer, DnsType.Srv, 300u));
        service.Owner.Is(reader.QuestionName).ShouldBeTrue();
        service.TryGetService(out var priority, out var weight, out var port, out var target).ShouldBeTrue();
        (priority, weight, port).ShouldBe(((ushort)0, (ushort)0, (ushort)5061));
        service.TryGetAddress(out _).ShouldBeFalse();
        service.TryGetAlias(out _).ShouldBeFalse();

        reader.TryNext(out var first).ShouldBeTrue();
        first.Section.ShouldBe(DnsSection.Additional);
        first.Owner.Is(target).ShouldBeTrue();
        first.TryGetAddress(out var address).ShouldBeTrue();
        address.ShouldBe(IpAddress.Parse("192.0.2.11"));
        first.TryGetService(out _, out _, out _, out _).ShouldBeFalse();
        reader.TryNext(out _).ShouldBeTrue();
        reader.TryNext(out var sixth).ShouldBeTrue();
        sixth.TryGetAddress(out address).ShouldBeTrue();
        address.ShouldBe(IpAddress.Parse("2001:db8::11"));
        reader.TryNext(out var opt).ShouldBeTrue();
        (opt.Type, opt.Owner.IsRoot, (int)opt.Class).ShouldBe((DnsType.Opt, true, 1232));
        reader.TryNext(out _).ShouldBeFalse();
        reader.Fault.ShouldBe(default);
    }

    [Fact]
    public void Names_are_the_same_in_any_case_and_however_they_are_compressed()
    {
        var bytes = new DnsBytes().Header(1, 3)
            .Label("pool01").Name("contoso", "example").U16(1).U16(1)
            .Name("POOL01", "Contoso", "example").U16(1).U16(1).U32(1).U16(4).U32(1)
            .Pointer(12).U16(1).U16(1).U32(1).U16(4).U32(1)
            .Label("pool02").Pointer(19).U16(1).U16(1).U32(1).U16(4).U32(1)
            .ToArray();
        DnsMessageReader.TryBegin(bytes, out var reader, out _).ShouldBeTrue();
        var asked = reader.QuestionName;
        reader.TryNext(out var loud).ShouldBeTrue();
        reader.TryNext(out var pointer).ShouldBeTrue();
        reader.TryNext(out var other).ShouldBeTrue();

        (asked.Is(loud.Owner), loud.Owner.Is(asked), pointer.Owner.Is(loud.Owner)).ShouldBe((true, true, true));
        (loud.Owner.Hash(), pointer.Owner.Hash()).ShouldBe((asked.Hash(), asked.Hash()));
        (asked.Is(other.Owner), other.Owner.Is(asked), other.Owner.Is(default(DnsNameView))).ShouldBe(
            (false, false, false));
        other.Owner.Hash().ShouldNotBe(asked.Hash());
        loud.Owner.Is(DnsName.From(HostName.Parse("pool01.contoso.example"))).ShouldBeTrue();
        loud.Owner.Is(DnsName.From(HostName.Parse("contoso.example"))).ShouldBeFalse();
        loud.Owner.ToName().ShouldBe(asked.ToName());
        default(DnsNameView).Is(default(DnsName)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("@", "`")]
    [InlineData("[", "{")]
    public void Only_letters_have_a_case(string one, string other)
    {
        var bytes = new DnsBytes().Header(1, 1)
            .Name(one).U16(1).U16(1)
            .Name(other).U16(1).U16(1).U32(1).U16(4).U32(1)
            .ToArray();
        DnsMessageReader.TryBegin(bytes, out var reader, out _).ShouldBeTrue();
        reader.TryNext(out var record).ShouldBeTrue();
        record.Owner.Is(reader.QuestionName).ShouldBeFalse();
    }

    [Fact]
    public void An_answer_with_eight_targets_is_read_without_allocation()
    {
        var targets = Enumerable.Range(1, 8).Select(i => HostName.Parse($"pool0{i}.contoso.example")).ToArray();
        var bytes = new DnsMessage
        {
            Id = 1,
            IsResponse = true,
            Question = new(Service, DnsType.Srv),
            Answers = [.. targets.Select(t => new DnsRecord(Service, 300, new DnsData.Srv(0, 1, 5061, t)))],
            Additionals = [.. targets.Select(t => new DnsRecord(t, 60, new DnsData.A(IpAddress.V4(192, 0, 2, 1))))],
            Edns = new(1232),
        }.ToBytes();
        DnsName asked = Service;
        Pass().ShouldBe((8, 8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = Pass();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        (int Services, int Addresses) Pass()
        {
            var (services, addresses) = (0, 0);
            _ = DnsMessageReader.TryBegin(bytes, out var reader, out _);
            while (reader.TryNext(out var record))
            {
                services += record.Owner.Is(asked) && record.TryGetService(out _, out _, out _, out _) ? 1 : 0;
                addresses += record.Owner.Hash() != 0 && record.TryGetAddress(out _) ? 1 : 0;
            }

            return (services, addresses);
        }
    }
}
