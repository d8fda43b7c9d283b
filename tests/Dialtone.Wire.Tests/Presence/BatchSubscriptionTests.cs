using System.Text;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Presence.PresenceSamples;

namespace Dialtone.Wire.Tests.Presence;

public class BatchSubscriptionTests
{
    private static readonly BatchSubscription OfTwo = new(
        "alice@contoso.example", 1001, ["bob@contoso.example", "carol@contoso.example"], BatchSubscription.OfPhone);

    [Fact]
    public void What_a_client_asks_is_read() => Read(Utf8(BatchBody)).ShouldBe(OfTwo);

    [Fact]
    public void What_a_phone_asks_is_written() => Encoding.UTF8.GetString(OfTwo.ToBytes()).ShouldBe(
        "<batchSub uri=\"sip:alice@contoso.example\" name=\"\""
        + " xmlns=\"http://schemas.microsoft.com/2006/01/sip/batch-subscribe\"><action name=\"subscribe\" id=\"1001\">"
        + "<adhocList><resource uri=\"sip:bob@contoso.example\" /><resource uri=\"sip:carol@contoso.example\" />"
        + "</adhocList><categoryList xmlns=\"http://schemas.microsoft.com/2006/09/sip/categorylist\">"
        + "<category name=\"calendarData\" /><category name=\"contactCard\" /><category name=\"note\" />"
        + "<category name=\"state\" /></categoryList></action></batchSub>");

    [Theory]
    [InlineData("<batchSub uri='sip:a@b'/>", XmlFaultKind.Missing, 1)]
    [InlineData("<batchSub/>", XmlFaultKind.Missing, 1)]
    [InlineData("<batchSub uri='sip:a@b'><action><adhocList><resource/></adhocList></action></batchSub>",
        XmlFaultKind.Missing, 44)]
    public void Wrong_requests_are_told_apart(string body, XmlFaultKind kind, int offset)
    {
        BatchSubscription.TryRead(Utf8(body), out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Fact]
    public void As_many_contacts_as_the_limit_are_read_and_one_more_is_not()
    {
        static byte[] Of(int count) => (OfTwo with
        {
            Contacts = [.. Enumerable.Range(0, count).Select(i => $"user{i}@contoso.example")],
        }).ToBytes();

        Read(Of(PresenceLimits.ResourcesMax)).Contacts.Length.ShouldBe(PresenceLimits.ResourcesMax);
        BatchSubscription.TryRead(Of(PresenceLimits.ResourcesMax + 1), out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(XmlFaultKind.TooMany);
    }

    private static BatchSubscription Read(byte[] body)
    {
        BatchSubscription.TryRead(body, out var request, out var fault).ShouldBeTrue(fault.ToString());
        return request!;
    }
}
