using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Sip.Torture;

/// <summary>What the messages of RFC 5118 say where a reader may misread them.</summary>
public class Rfc5118ValueTests
{
    [Theory]
    [InlineData("ipv6-good", "2001:db8::10", null)]
    [InlineData("port-ambiguous", "2001:db8::10:5070", null)]
    [InlineData("port-unambiguous", "2001:db8::10", 5070)]
    [InlineData("ipv6-correct-abnf-2-colons", "2001:db8::192.0.2.1", null)]
    [InlineData("ipv6-bug-abnf-3-colons", "2001:db8:::192.0.2.1", null)]
    public void What_stands_in_brackets_is_the_address_and_what_stands_behind_them_the_port(
        string name, string host, int? port)
    {
        SipUri.TryRead(Read(name).RequestUri, out var uri, out var fault).ShouldBeTrue(fault.ToString());
        (uri.IsIpv6Reference, uri.Host.Text(), (int?)uri.Port).ShouldBe((true, host, port));
    }

    [Theory]
    [InlineData("ipv6-correct-abnf-2-colons", true)]
    [InlineData("ipv6-bug-abnf-3-colons", false)]
    public void Section_4_10_three_colons_are_no_address_to_send_to(string name, bool isAddress)
    {
        SipUri.TryRead(Read(name).RequestUri, out var uri, out _).ShouldBeTrue();
        IpAddress.TryParse(uri.Host.Text(), out _).ShouldBe(isAddress);
    }

    [Fact]
    public void Section_4_1_the_contact_is_an_IPv6_reference()
    {
        var contacts = Read("ipv6-good").Contacts;
        contacts.TryNext(out var contact).ShouldBeTrue();
        SipUri.TryRead(contact.Uri, out var uri, out _).ShouldBeTrue();
        (uri.User.Text(), uri.Host.Text(), uri.IsIpv6Reference).ShouldBe(("caller", "2001:db8::1", true));
    }

    [Theory]
    [InlineData("via-received-param-with-delim", "[2001:db8::9:255]", "z9hG4bKas3-111")]
    [InlineData("via-received-param-no-delim", "2001:db8::9:255", "z9hG4bKas3")]
    public void Section_4_5_received_stands_with_brackets_and_without(string name, string received, string branch)
    {
        Read(name).TryGetTopVia(out var via, out var fault).ShouldBeTrue(fault.ToString());
        (via.Host.Text(), via.IsIpv6Reference, via.Port, via.Received.Text(), via.Branch.Text())
            .ShouldBe(("2001:db8::9:1", true, (ushort?)null, received, branch));
    }

    [Fact]
    public void Section_4_6_with_the_right_length_the_description_is_read()
    {
        var text = TortureCase.Bytes("rfc5118/ipv6-in-sdp");
        var at = text.AsSpan().IndexOf("268"u8);
        "251"u8.CopyTo(text.AsSpan(at));
        var message = SipSamples.Read(text);
        message.Body.Span.StartsWith("v=0\r\no=assistant 971731711378798081 0 IN IP6 2001:db8::20\r\n"u8)
            .ShouldBeTrue();
        message.Body.Length.ShouldBe(251);
    }

    [Fact]
    public void Section_4_7_both_families_stand_side_by_side()
    {
        var seen = new List<string>();
        var values = Read("mult-ip-in-header").ListValues(SipHeader.Via);
        while (values.TryNext(out var value))
        {
            SipVia.TryRead(value, out var via, out var fault).ShouldBeTrue(fault.ToString());
            seen.Add($"{via.Host.Text()} {via.Port} {via.Received.Text()}");
        }

        seen.ShouldBe(["2001:db8::9:1 6050 ", "192.0.2.1  ", "2001:db8::9:255  192.0.2.200"]);
    }

    [Fact]
    public void Section_4_8_of_a_body_that_is_longer_than_said_what_was_said_is_taken()
    {
        var bytes = TortureCase.Bytes("rfc5118/mult-ip-in-sdp");
        SipMessage.TryRead(bytes, SipLimits.Default, new(), out var fault).ShouldBeFalse();
        fault.ShouldBe(new SipFault(SipFaultKind.TrailingBytes, 522));
        Read("mult-ip-in-sdp").Body.Length.ShouldBe(181);
    }

    [Fact]
    public void Section_4_9_an_IPv4_address_may_be_mapped()
    {
        Read("ipv4-mapped-ipv6").TryGetTopVia(out var via, out _).ShouldBeTrue();
        (via.Host.Text(), via.Port).ShouldBe(("::ffff:192.0.2.10", (ushort?)19823));
        IpAddress.TryParse(via.Host.Text(), out var address).ShouldBeTrue();
        address.ShouldBe(IpAddress.Parse("192.0.2.10"));
    }

    private static SipMessage Read(string name)
    {
        var message = new SipMessage();
        TortureReading.TryReadDatagram(TortureCase.Bytes("rfc5118/" + name), message, out var fault)
            .ShouldBeTrue(fault.ToString());
        return message;
    }
}
