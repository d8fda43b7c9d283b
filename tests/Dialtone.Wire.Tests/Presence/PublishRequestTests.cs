using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Presence.PresenceSamples;

namespace Dialtone.Wire.Tests.Presence;

public class PublishRequestTests
{
    [Fact]
    public void Publications_are_read_with_their_keys_and_contents()
    {
        var request = Read(Utf8(PublishBody));

        request.Address.ShouldBe("alice@contoso.example");
        request.Publications.ShouldBe(
        [
            new("device", 3368706954, 2, 0)
            {
                Content = new CategoryContent.Device(
                    "34d859db-6585-5f91-a3b4-de853c15347d", "sip:alice@contoso.example", "DIALTONE01",
                    [new("text", false, false, false), new("voice", true, true, false)]),
            },
            new("state", 1015850552, 2, 0)
            {
                Content = new CategoryContent.State(StateKind.Machine, 3500)
                {
                    IsManual = false,
                    TimeZone = TimeZoneFacts.Utc,
                    DeviceKind = "deskphone",
                },
            },
            new("note", 0, 200, 4, CategoryExpiry.Static) { Expires = 0 },
        ]);
        request.Publications[2].IsWithdrawal.ShouldBeTrue();
        Read(request.ToBytes()).ShouldBe(request);
    }

    [Fact]
    public void What_is_wrong_with_versions_is_told_in_either_namespace()
    {
        PublishFault.TryRead(Utf8(FaultBody), out var read, out var fault)
            .ShouldBeTrue(fault.ToString());

        read.ShouldBe(new(PublishFault.WrongDelta, [new(1, 7), new(3, 2)]));
        PublishFault.TryRead(read!.ToBytes(), out var again, out _).ShouldBeTrue();
        again.ShouldBe(read);
        PublishFault.TryRead(
            Utf8("<Fault xmlns='urn:other'><Faultcode>x</Faultcode></Fault>"), out var other, out _).ShouldBeTrue();
        other.ShouldBe(new("x", []));
    }

    [Theory]
    [InlineData("<publish/>", XmlFaultKind.Missing, 1)]
    [InlineData(
        "<publish><publications uri='a@b'><publication categoryName='x' instance='1'/></publications></publish>",
        XmlFaultKind.Missing, 34)]
    [InlineData("<publish><publications uri='a@b'><publication categoryName='x' instance='1' container='2' "
        + "expireType='never'/></publications></publish>", XmlFaultKind.InvalidValue, 34)]
    public void Wrong_requests_are_told_apart(string body, XmlFaultKind kind, int offset)
    {
        PublishRequest.TryRead(Utf8(body), out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Fact]
    public void Every_kind_of_content_is_written_and_read_again_as_the_same()
    {
        var document = new CategoryDocument("a@b",
        [
            new("state")
            {
                Instance = 1,
                EndpointId = "34d859db-6585-5f91-a3b4-de853c15347d",
                Expires = 60,
                Content = new CategoryContent.State(StateKind.User, 9500)
                {
                    IsManual = true,
                    Activity = new("in-presentation", 6500, 8999),
                },
            },
            new("state") { Instance = 2, Content = new CategoryContent.State(StateKind.Unknown, 0) },
            new("note") { Instance = 0, Content = new CategoryContent.Note("a <b> & \"c\"", "OOF") },
            new("contactCard") { Instance = 0, Content = new CategoryContent.ContactCard("Bob", "bob@b") },
            new("device")
            {
                Instance = 7,
                Content = new CategoryContent.Device(
                    "id", "sip:a@b", "phone", CategoryContent.Device.OfDeskPhone),
            },
            new("note") { Container = 300 },
            new("note"),
        ]);

        CategoryDocument.TryRead(document.ToBytes(), out var read, out var fault).ShouldBeTrue(fault.ToString());

        read.ShouldBe(document);
    }

    [Fact]
    public void A_note_is_cut_at_the_limit_and_never_through_a_character()
    {
        var text = new string('x', PresenceLimits.NoteLengthMax - 1) + "\U0001F4DE";
        var document = new CategoryDocument(
            "a@b", [new("note") { Instance = 0, Content = new CategoryContent.Note(text) }]);

        CategoryDocument.TryRead(document.ToBytes(), out var read, out _).ShouldBeTrue();

        read!.Categories[0].Content.ShouldBe(new CategoryContent.Note(text[..^2]));
    }

    private static PublishRequest Read(byte[] body)
    {
        PublishRequest.TryRead(body, out var request, out var fault).ShouldBeTrue(fault.ToString());
        return request!;
    }
}
