using System.Text;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Tests.Xml;

/// <summary>What any body of XML is held to, shown on answers of provisioning.</summary>
public class XmlHostileInputTests
{
    [Theory]
    [InlineData("", XmlFaultKind.Empty, 0)]
    [InlineData(" ", XmlFaultKind.NotWellFormed, 0)]
    [InlineData("sip:alice", XmlFaultKind.NotWellFormed, 0)]
    [InlineData("<a></a>", XmlFaultKind.WrongRoot, 1)]
    [InlineData("<provisionGroupList>", XmlFaultKind.NotWellFormed, 20)]
    [InlineData("<provisionGroupList></b>", XmlFaultKind.NotWellFormed, 22)]
    [InlineData("<provisionGroupList/><b/>", XmlFaultKind.NotWellFormed, 22)]
    [InlineData("<provisionGroupList/>x", XmlFaultKind.NotWellFormed, 21)]
    [InlineData("<provisionGroupList>\u00E9&b;</provisionGroupList>", XmlFaultKind.NotWellFormed, 23)]
    [InlineData("<provisionGroupList><p:q/></provisionGroupList>", XmlFaultKind.NotWellFormed, 21)]
    [InlineData("<provisionGroupList a='1' a='2'/>", XmlFaultKind.NotWellFormed, 26)]
    [InlineData("<provisionGroupList>&#1;</provisionGroupList>", XmlFaultKind.NotWellFormed, 22)]
    public void What_is_no_document_is_a_fault_with_its_place(string body, XmlFaultKind kind, int offset)
    {
        var fault = Fault(Encoding.UTF8.GetBytes(body));

        (fault.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Theory]
    [InlineData("<!DOCTYPE provisionGroupList [<!ENTITY a \"b\">]><provisionGroupList>&a;</provisionGroupList>", 0)]
    [InlineData("<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><provisionGroupList/>", 22)]
    public void A_document_type_is_refused_before_anything_is_looked_up(string body, int offset)
    {
        Fault(Encoding.UTF8.GetBytes(body)).ShouldBe(new XmlFault(XmlFaultKind.DocumentType, offset, ""));
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_a_fault_at_that_byte()
    {
        Fault([0xEF, 0xBB, 0xBF, .. "<provisionGroupList>"u8, 0xC3, .. "</provisionGroupList>"u8])
            .ShouldBe(new XmlFault(XmlFaultKind.NotUtf8, 23, ""));
    }

    [Theory]
    [InlineData("\uFEFF<provisionGroupList/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?><provisionGroupList/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?><provisionGroupList/>")]
    [InlineData("<!-- a --><?b c?>\r\n<provisiongrouplist><!-- < --></provisiongrouplist>\r\n<!-- d -->")]
    public void Marks_declarations_and_comments_are_no_matter(string body)
    {
        ProvisioningAnswer.TryRead(Encoding.UTF8.GetBytes(body), out var answer, out var fault)
            .ShouldBeTrue(fault.ToString());
        answer!.Groups.ShouldBeEmpty();
    }

    [Fact]
    public void Elements_may_stand_in_each_other_as_deep_as_the_limit()
    {
        static byte[] Nested(int depth) => AnswerWith(
            string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)));

        ProvisioningAnswer.TryRead(Nested(XmlLimits.DepthMax - 2), out _, out _).ShouldBeTrue();
        Fault(Nested(XmlLimits.DepthMax - 1)).Kind.ShouldBe(XmlFaultKind.TooDeep);
    }

    [Fact]
    public void There_may_be_as_many_elements_and_attributes_as_the_limits()
    {
        static byte[] Elements(int count) =>
            AnswerWith($"<a>{string.Concat(Enumerable.Repeat("<b/>", count - 3))}</a>");
        static byte[] Attributes(int count) => AnswerWith(
            $"<a {string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}=''"))}/>");

        ProvisioningAnswer.TryRead(Elements(XmlLimits.ElementsMax), out _, out _).ShouldBeTrue();
        Fault(Elements(XmlLimits.ElementsMax + 1)).Kind.ShouldBe(XmlFaultKind.TooManyElements);
        ProvisioningAnswer.TryRead(Attributes(XmlLimits.AttributesMax), out _, out _).ShouldBeTrue();
        Fault(Attributes(XmlLimits.AttributesMax + 1)).Kind.ShouldBe(XmlFaultKind.TooManyAttributes);
    }

    [Fact]
    public void Text_in_a_hundred_thousand_pieces_is_one_text()
    {
        var pieces = string.Concat(Enumerable.Repeat("x<!---->", 100_000));
        ProvisioningAnswer.TryRead(AnswerWith($"<a>{pieces}</a>"), out var answer, out _).ShouldBeTrue();

        answer!.Groups[0].Settings[0].Value.ShouldBe(new string('x', ProvisioningLimits.ValueLengthMax));
    }

    private static byte[] AnswerWith(string elements) => Encoding.UTF8.GetBytes(
        $"<provisionGroupList><provisionGroup name='a'>{elements}</provisionGroup></provisionGroupList>");

    private static XmlFault Fault(byte[] body)
    {
        ProvisioningAnswer.TryRead(body, out var answer, out var fault).ShouldBeFalse();
        answer.ShouldBeNull();
        return fault;
    }
}
