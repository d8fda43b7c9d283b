using System.Text;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Presence.PresenceSamples;

namespace Dialtone.Wire.Tests.Presence;

public class PresenceNotificationTests
{
    [Fact]
    public void A_list_and_what_is_told_of_its_users_are_read()
    {
        var notification = Read(MultipartType, MultipartBody);

        notification.Resources.ShouldBe(
        [
            new("bob@contoso.example", RlmiState.Active, "bob@contoso.example"),
            new("carol@contoso.example", RlmiState.Resubscribe, "carol@contoso.example", "pool02.contoso.example"),
        ]);
        var bob = notification.Documents.ShouldHaveSingleItem();
        bob.Address.ShouldBe("bob@contoso.example");
        bob.Categories.Select(category => category.Content).ShouldBe(
        [
            new CategoryContent.State(StateKind.Aggregate, 15500) { Activity = new("out-of-office", 12000) },
            new CategoryContent.ContactCard("Bob", "bob@contoso.example"), new CategoryContent.Note("At the desk"),
            null,
        ]);
    }

    [Theory]
    [InlineData("\r\n\r\n--b540113f", "\r\n--b540113f")]
    [InlineData("\r\n", "\n")]
    [InlineData("--b540113f\r\n", "--b540113f \t\r\n")]
    public void Line_ends_and_empty_lines_are_no_matter(string before, string after) =>
        Read(MultipartType, $"preamble\n{MultipartBody.Replace(before, after, StringComparison.Ordinal)}epilogue")
            .ShouldBe(Read(MultipartType, MultipartBody));

    [Fact]
    public void One_user_may_be_told_of_without_a_list_and_a_list_alone()
    {
        var one = Read("application/msrtc-event-categories+xml;charset=utf-8", CategoriesBody);
        (one.Documents.Length, one.Resources.Length).ShouldBe((1, 0));
        var list = Read("Application/RLMI+xml", ListBody);
        (list.Documents.Length, list.Resources.Length).ShouldBe((0, 2));
        Read("text/plain", "anything").ShouldBe(new([], []));
    }

    [Fact]
    public void A_server_leaves_an_empty_line_before_every_boundary()
    {
        RlmiList.TryRead(Utf8(ListBody), out var list, out _).ShouldBeTrue();
        CategoryDocument.TryRead(Utf8(CategoriesBody), out var categories, out _).ShouldBeTrue();
        var writer = new MultipartWriter("b540113f");
        writer.Write(list!);
        writer.Write("bob@contoso.example", categories!);

        var body = Encoding.UTF8.GetString(writer.ToBytes());

        body.ShouldContain("</list>\r\n\r\n--b540113f\r\nContent-Transfer-Encoding: binary\r\n"
            + "Content-ID: <bob@contoso.example>\r\nContent-Type: application/msrtc-event-categories+xml\r\n\r\n<cat");
        body.ShouldEndWith("</categories>\r\n\r\n--b540113f--\r\n");
        writer.ContentType.ShouldBe(MultipartType);
        Read(writer.ContentType, body).ShouldBe(Read(MultipartType, MultipartBody));
    }

    [Fact]
    public void Cut_short_at_any_byte_it_is_refused()
    {
        var body = Utf8(MultipartBody);
        for (var length = 0; length < body.Length - 4; length++)
        {
            PresenceNotification.TryRead(Utf8(MultipartType), body.AsSpan(0, length), out _, out var fault)
                .ShouldBeFalse($"{length}");
            fault.Offset.ShouldBeInRange(0, length);
        }
    }

    [Fact]
    public void A_fault_in_a_part_counts_from_the_beginning_of_the_body()
    {
        var at = MultipartBody.IndexOf("uri=\"sip:bob@contoso.example\">\n <category", StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        var broken = Utf8(MultipartBody);
        broken[at] = (byte)'<';

        PresenceNotification.TryRead(Utf8(MultipartType), broken, out _, out var fault).ShouldBeFalse();

        fault.Document.Kind.ShouldBe(XmlFaultKind.NotWellFormed);
        fault.Offset.ShouldBeInRange(at, at + 2);
        fault.ToString().ShouldStartWith("NotWellFormed at byte ");
    }

    [Theory]
    [InlineData("multipart/related", "--a\n\n--a--", MultipartFaultKind.Boundary, 0)]
    [InlineData("multipart/related;boundary=\"\"", "--\n\n----", MultipartFaultKind.Boundary, 0)]
    [InlineData("multipart/related;boundary=a", "", MultipartFaultKind.NoPart, 0)]
    [InlineData("multipart/related;boundary=a", "--a--", MultipartFaultKind.NoPart, 0)]
    [InlineData("multipart/related;boundary=a", "--a\n\nx", MultipartFaultKind.NotEnded, 6)]
    [InlineData("multipart/related;boundary=a", "--a\n\nx--a--", MultipartFaultKind.NotEnded, 11)]
    [InlineData("multipart/related;boundary=a", "--a\nx: y\n--a--", MultipartFaultKind.PartHeaders, 4)]
    public void Wrong_parts_are_told_apart(string type, string body, MultipartFaultKind kind, int offset)
    {
        PresenceNotification.TryRead(Utf8(type), Utf8(body), out _, out var fault).ShouldBeFalse();

        (fault.Parts.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Fact]
    public void As_many_parts_as_the_limit_are_read_and_one_more_is_not()
    {
        static byte[] Of(int count) => Utf8(string.Concat(Enumerable.Repeat("--a\n\n\n", count)) + "--a--");

        MultipartReader.TryRead("x;boundary=a"u8, Of(PresenceLimits.PartsMax), out var parts, out _).ShouldBeTrue();
        parts.Length.ShouldBe(PresenceLimits.PartsMax);
        MultipartReader.TryRead("x;boundary=a"u8, Of(PresenceLimits.PartsMax + 1), out _, out var fault)
            .ShouldBeFalse();
        fault.Kind.ShouldBe(MultipartFaultKind.TooManyParts);
    }

    private static PresenceNotification Read(string type, string body)
    {
        PresenceNotification.TryRead(Utf8(type), Utf8(body), out var read, out var fault).ShouldBeTrue($"{fault}");
        return read!;
    }
}
