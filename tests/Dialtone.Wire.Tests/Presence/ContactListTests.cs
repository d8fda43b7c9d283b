using Dialtone.Wire.Presence;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Presence.PresenceSamples;

namespace Dialtone.Wire.Tests.Presence;

public class ContactListTests
{
    [Fact]
    public void A_list_is_read_with_its_groups_and_trailing_blanks()
    {
        var list = Read(ContactsBody);

        (list.Delta, list.IsMigrated).ShouldBe((412U, false));
        list.Groups.ShouldBe([new(1, "~"), new(2, "Team")]);
        list.Contacts.ShouldBe(
            [new("bob@contoso.example", "", [1, 2]), new("carol@contoso.example", "Carol", [1])]);
        list.Contacts[0].Uri.ShouldBe("sip:bob@contoso.example");
    }

    [Fact]
    public void What_a_server_writes_is_what_clients_read()
    {
        var list = new ContactList
        {
            Delta = 1,
            Groups = [new(1, "~"), new(2, "Work")],
            Contacts = [new("bob@lab.test", "", [2])],
        };

        System.Text.Encoding.UTF8.GetString(list.ToBytes()).ShouldBe(
            "<contactList deltaNum=\"1\" xmlns=\"http://schemas.microsoft.com/2006/09/sip/roaming-contacts\">"
            + "<group id=\"1\" name=\"~\" externalURI=\"\" /><group id=\"2\" name=\"Work\" externalURI=\"\" />"
            + "<contact uri=\"bob@lab.test\" name=\"\" groups=\"2\" subscribed=\"true\" externalURI=\"\" />"
            + "</contactList>");
    }

    [Fact]
    public void A_change_is_applied_in_its_order_whether_addresses_have_a_scheme_or_not()
    {
        var list = Read(ContactsBody);
        var delta = ReadDelta(DeltaBody);

        list.TryApply(delta, out var changed).ShouldBeTrue();

        changed!.Delta.ShouldBe(413U);
        changed.Groups.ShouldBe([new(2, "Crew"), new(3, "New")]);
        changed.Contacts.ShouldBe(
            [new("bob@contoso.example", "Bobby", [2]), new("dave@contoso.example", "", [3])]);
        ReadDelta(System.Text.Encoding.UTF8.GetString(delta.ToBytes())).ShouldBe(delta);
    }

    [Fact]
    public void A_change_of_another_state_is_not_applied()
    {
        var list = Read(ContactsBody) with { Delta = 411 };

        list.TryApply(ReadDelta(DeltaBody), out _).ShouldBeFalse();
    }

    [Fact]
    public void A_list_that_Exchange_keeps_says_so()
    {
        var list = Read("<contactList ucsmode=\"migrated\"/>");

        (list.IsMigrated, list.Contacts.Length).ShouldBe((true, 0));
        ContactListOf(list.ToBytes()).ShouldBe(list);
    }

    [Theory]
    [InlineData("<contactList/>", XmlFaultKind.Missing, 1)]
    [InlineData("<contactList deltaNum='-1'/>", XmlFaultKind.InvalidValue, 1)]
    [InlineData("<contactList deltaNum='4294967296'/>", XmlFaultKind.InvalidValue, 1)]
    [InlineData("<contactList deltaNum='1'><contact uri=''/></contactList>", XmlFaultKind.InvalidValue, 27)]
    [InlineData("<contactList deltaNum='1'><contact uri='a@b' groups='1,2'/></contactList>",
        XmlFaultKind.InvalidValue, 27)]
    [InlineData("<contactDelta deltaNum='1' prevDeltaNum='0'/>", XmlFaultKind.WrongRoot, 1)]
    public void Wrong_lists_are_told_apart(string body, XmlFaultKind kind, int offset)
    {
        ContactList.TryRead(Utf8(body), out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Fact]
    public void As_many_contacts_as_the_limit_are_read_and_one_more_is_not()
    {
        static byte[] Of(int count) => new ContactList
        {
            Delta = 1,
            Contacts = [.. Enumerable.Range(0, count).Select(i => new Contact($"user{i}@contoso.example", "", [1]))],
        }.ToBytes();

        ContactListOf(Of(PresenceLimits.ContactsMax)).Contacts.Length.ShouldBe(PresenceLimits.ContactsMax);
        ContactList.TryRead(Of(PresenceLimits.ContactsMax + 1), out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(XmlFaultKind.TooMany);
    }

    private static ContactList Read(string body) => ContactListOf(Utf8(body));

    private static ContactList ContactListOf(byte[] body)
    {
        ContactList.TryRead(body, out var list, out var fault).ShouldBeTrue(fault.ToString());
        return list!;
    }

    private static ContactDelta ReadDelta(string body)
    {
        ContactDelta.TryRead(Utf8(body), out var delta, out var fault).ShouldBeTrue(fault.ToString());
        return delta!;
    }
}
