using System.Text;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Presence.PresenceSamples;

namespace Dialtone.Wire.Tests.Presence;

public class RoamingDataTests
{
    [Fact]
    public void Own_publications_containers_and_subscribers_are_read()
    {
        var data = Read(Utf8(SelfBody));

        data.Categories!.Address.ShouldBe("alice@contoso.example");
        data.Categories.Categories.ShouldBe(
        [
            new("state")
            {
                Instance = 1,
                PublishTime = new(2024, 1, 2, 3, 4, 5, 123, TimeSpan.Zero),
                Container = 2,
                Version = 3,
                Expiry = CategoryExpiry.User,
                Content = new CategoryContent.State(StateKind.Aggregate, 3500),
            },
            new("userProperties")
            {
                Instance = 0,
                Container = 1,
                Version = 1,
                Expiry = CategoryExpiry.Static,
                Content = new CategoryContent.UserProperties([new("Uc", "tel:+14255550100")]),
            },
        ]);
        data.Containers!.Value.ShouldBe(
            [new(200, 1, [ContainerMember.SameEnterprise]), new(100, 1, [ContainerMember.Federated])]);
        data.Subscribers!.Value.ShouldBe([new("bob@contoso.example", "Bob", false)]);
        Read(data.ToBytes()).ShouldBe(data);
    }

    [Fact]
    public void What_is_not_told_is_not_empty()
    {
        var data = Read(Utf8("<roamingData/>"));

        (data.Categories is null, data.Containers is null, data.Subscribers is null).ShouldBe((true, true, true));
        Read(data.ToBytes()).ShouldBe(data);
    }

    [Fact]
    public void A_phone_asks_for_all_three()
    {
        Encoding.UTF8.GetString(RoamingRequest.OfPhone.ToBytes()).ShouldBe(
            "<roamingList xmlns=\"http://schemas.microsoft.com/2006/09/sip/roaming-self\">"
            + "<roaming type=\"categories\" /><roaming type=\"containers\" /><roaming type=\"subscribers\" />"
            + "</roamingList>");
        RoamingRequest.TryRead(RoamingRequest.OfPhone.ToBytes(), out var read, out _).ShouldBeTrue();
        read.ShouldBe(RoamingRequest.OfPhone);
    }

    [Fact]
    public void Members_are_added_and_subscribers_acknowledged_as_clients_write_it()
    {
        var members = new ContainerChanges(
            [new(200, 0, ContainerMember.SameEnterprise), new(100, 0, ContainerMember.Federated)]);
        Encoding.UTF8.GetString(members.ToBytes()).ShouldBe(
            "<setContainerMembers xmlns=\"http://schemas.microsoft.com/2006/09/sip/container-management\">"
            + "<container id=\"200\" version=\"0\"><member action=\"add\" type=\"sameEnterprise\" /></container>"
            + "<container id=\"100\" version=\"0\"><member action=\"add\" type=\"federated\" /></container>"
            + "</setContainerMembers>");
        ContainerChanges.TryRead(members.ToBytes(), out var changes, out _).ShouldBeTrue();
        changes.ShouldBe(members);

        var subscribers = new SubscriberAcknowledgement(["bob@contoso.example"]);
        Encoding.UTF8.GetString(subscribers.ToBytes()).ShouldBe(
            "<setSubscribers xmlns=\"http://schemas.microsoft.com/2006/09/sip/presence-subscribers\">"
            + "<subscriber user=\"bob@contoso.example\" acknowledged=\"true\" /></setSubscribers>");
        SubscriberAcknowledgement.TryRead(subscribers.ToBytes(), out var read, out _).ShouldBeTrue();
        read.ShouldBe(subscribers);
    }

    [Theory]
    [InlineData("<roamingData><categories/></roamingData>", XmlFaultKind.Missing, 14)]
    [InlineData("<roamingData><categories uri='sip:a@b'><category/></categories></roamingData>",
        XmlFaultKind.Missing, 40)]
    [InlineData("<roamingData><categories uri='sip:a@b'><category name='x' version='y'/></categories></roamingData>",
        XmlFaultKind.InvalidValue, 40)]
    [InlineData("<roamingData><containers><container/></containers></roamingData>", XmlFaultKind.Missing, 26)]
    [InlineData("<roamingData xmlns='urn:example'/>", XmlFaultKind.WrongRoot, 1)]
    public void Wrong_documents_are_told_apart(string body, XmlFaultKind kind, int offset)
    {
        RoamingData.TryRead(Utf8(body), out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Fact]
    public void As_many_categories_as_the_limit_are_read_and_one_more_is_not()
    {
        static byte[] Of(int count) => new CategoryDocument(
            "a@b", [.. Enumerable.Range(0, count).Select(i => new PresenceCategory("x") { Instance = (uint)i })])
            .ToBytes();

        CategoryDocument.TryRead(Of(PresenceLimits.CategoriesMax), out _, out _).ShouldBeTrue();
        CategoryDocument.TryRead(Of(PresenceLimits.CategoriesMax + 1), out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(XmlFaultKind.TooMany);
    }

    private static RoamingData Read(byte[] body)
    {
        RoamingData.TryRead(body, out var data, out var fault).ShouldBeTrue(fault.ToString());
        return data!;
    }
}
