using Dialtone.Core.Publishing;
using Kind = Dialtone.Core.Publishing.BlobProblemKind;

namespace Dialtone.Core.Tests.Publishing;

public class DhcpBlobTests
{
    private const string Pool120 = "0006706F6F6C303107636F6E746F736F076578616D706C6500";
    private const string Pool21 = "06706F6F6C303107636F6E746F736F076578616D706C6500";
    private const string Id = "010C4D532D55432D436C69656E74";
    private const string Scheme = "02056874747073";
    private const string Server = "031577656230312E636F6E746F736F2E6578616D706C65";
    private const string Port = "0403343433";
    private const string Path = "05252F4365727450726F762F4365727450726F766973696F6E696E67536572766963652E737663";
    private const string Web43 = Id + Scheme + Server + Port + Path;
    private const string Head125 = "0000013758";

    [Theory]
    [InlineData(BlobForm.Hex, "0006706f6f6c303107636f6e746f736f076578616d706c6500")]
    [InlineData(BlobForm.SeparatedHex, "00:06:70:6f:6f:6c:30:31:07:63:6f:6e:74:6f:73:6f:07:65:78:61:6d:70:6c:65:00")]
    [InlineData(BlobForm.SeparatedHex, "00 06 70 6f 6f 6c 30 31 07 63 6f 6e 74 6f 73 6f 07 65 78 61 6d 70 6c 65 00\n")]
    [InlineData(BlobForm.SeparatedHex, "0:6:70:6f:6f:6c:30:31:7:63:6f:6e:74:6f:73:6f:7:65:78:61:6d:70:6c:65:0")]
    [InlineData(BlobForm.PrefixedHex, "0x0006706F6F6C303107636F6E746F736F076578616D706C6500")]
    [InlineData(BlobForm.PrefixedHex,
        "{0x0, 0x6, 0x70, 0x6F, 0x6F, 0x6C, 0x30, 0x31, 0x7, 0x63, 0x6F, 0x6E, 0x74, 0x6F, 0x73, 0x6F, 0x7, 0x65, "
        + "0x78, 0x61, 0x6D, 0x70, 0x6C, 0x65, 0x0}")]
    [InlineData(BlobForm.PrefixedHex,
        "@('0x00','0x06','0x70','0x6F','0x6F','0x6C','0x30','0x31','0x07','0x63','0x6F','0x6E','0x74','0x6F',\n"
        + "    '0x73','0x6F','0x07','0x65','0x78','0x61','0x6D','0x70','0x6C','0x65','0x00')")]
    [InlineData(BlobForm.DottedHex, "0006.706f.6f6c.3031.0763.6f6e.746f.736f.0765.7861.6d70.6c65.00")]
    [InlineData(BlobForm.Decimal,
        "0 6 112 111 111 108 48 49 7 99 111 110 116 111 115 111 7 101 120 97 109 112 108 101 0")]
    [InlineData(BlobForm.Base64, "AAZwb29sMDEHY29udG9zbwdleGFtcGxlAA==")]
    [InlineData(BlobForm.Escaped, "\\x00\\x06pool01\\x07contoso\\x07example\\x00")]
    [InlineData(BlobForm.Escaped, "\"\\000\\006pool01\\acontoso\\007example\\0\"")]
    [InlineData(BlobForm.Quoted, "0x0006'pool01'0x07'contoso'0x07'example'0x00")]
    public void Whatever_form_people_have_it_in_it_is_read(BlobForm form, string text, params Kind[] problems)
    {
        var verdict = DhcpBlob.Judge(text);

        verdict.Option.ShouldBe(BlobOption.SipServers);
        verdict.Form.ShouldBe(form);
        verdict.Problems.Select(problem => problem.Kind).ShouldBe(problems);
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(Pool120);
        verdict.Values.ShouldBe([new("Registrar", "pool01.contoso.example")]);
    }

    [Theory]
    [InlineData("pool01.contoso.example", Kind.PlainText)]
    [InlineData("sip:pool01.contoso.example", Kind.PlainText)]
    [InlineData("706F6F6C30312E636F6E746F736F2E6578616D706C65", Kind.PlainText)]
    [InlineData("706F6F6C30312E636F6E746F736F2E6578616D706C6500", Kind.PlainText)]
    [InlineData("00706F6F6C30312E636F6E746F736F2E6578616D706C65", Kind.TextAfterEncoding)]
    [InlineData(
        "3030303637303646364636433330333130373633364636453734364637333646303736353738363136443730364336353030",
        Kind.DoubledHex)]
    [InlineData("0006706F6F6C303107636F6E746F736F076578616D706C65", Kind.NotClosed)]
    [InlineData("0006706F6F6C303107636F6E746F736F076578616D706C650000", Kind.TrailingZero)]
    [InlineData("0006706F6F6C303107636F6E746F736F076578616D706C65000D0A", Kind.LineEnd)]
    [InlineData("7819" + Pool120, Kind.CodeAndLength)]
    [InlineData(Pool21, Kind.NoEncoding)]
    [InlineData("0005706F6F6C303107636F6E746F736F076578616D706C6500", Kind.LabelLength)]
    [InlineData("0006706F6F6C303107636F6E746F736F08" + "6578616D706C65", Kind.LabelLength)]
    [InlineData("220006706F6F6C303107636F6E746F736F076578616D706C650022", Kind.QuotesSent)]
    public void A_mistake_with_option_120_is_named_and_corrected(string text, Kind kind)
    {
        var verdict = DhcpBlob.Judge(text, BlobOption.SipServers);

        verdict.Problems.Select(problem => problem.Kind).ShouldBe([kind]);
        verdict.IsSound.ShouldBeFalse();
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(Pool120);
    }

    [Theory]
    [InlineData("01C000020B", Kind.Addresses, "DT1107")]
    [InlineData("01C000020A", Kind.Addresses, "DT1107")]
    [InlineData("0006706F6F6C303100", Kind.RelativeName, "DT1104")]
    [InlineData("pool01", Kind.PlainText, "DT1106")]
    [InlineData("00", Kind.Empty, "DT1104")]
    [InlineData("0006706F6F6C3031C00C", Kind.CompressionPointer, "DT1104")]
    [InlineData("FFFEFD", Kind.Unreadable, "DT1104")]
    public void What_cannot_be_corrected_is_not_guessed(string text, Kind kind, string code)
    {
        var verdict = DhcpBlob.Judge(text, BlobOption.SipServers);

        verdict.Problems[0].Kind.ShouldBe(kind);
        verdict.Problems[0].FindingIn(verdict.Option)?.Code.ToString().ShouldBe(code);
        verdict.Corrected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Web43)]
    [InlineData(Id + Scheme + Server + Path, Kind.PortMissing)]
    [InlineData(Id + Scheme + Port + Server + Path, Kind.SubOptionOrder)]
    [InlineData(Web43 + "0A020064", Kind.SubOptionUnknown)]
    public void An_option_43_that_phones_understand_is_sound(string hex, params Kind[] advice)
    {
        var verdict = DhcpBlob.Judge(hex);

        verdict.Option.ShouldBe(BlobOption.Vendor);
        verdict.IsSound.ShouldBeTrue();
        verdict.Problems.Select(problem => problem.Kind).ShouldBe(advice);
        verdict.Values.ShouldContain(value => value.Name == "Web Services" && value.Text.StartsWith("https://web01."));
    }

    [Theory]
    [InlineData("010C6D732D75632D636C69656E74" + Scheme + Server + Port + Path, "DT1109", Kind.IdentifierCase)]
    [InlineData("0104" + "41424344" + Scheme + Server + Port + Path, "DT1109", Kind.IdentifierWrong)]
    [InlineData(Scheme + Server + Port + Path, "DT1108", Kind.SubOptionMissing)]
    [InlineData(Id + Server + Port + Path, "DT1108", Kind.SubOptionMissing)]
    [InlineData(Id + Scheme + Server + Port, "DT1108", Kind.SubOptionMissing)]
    [InlineData(Id + Scheme + Scheme + Server + Port + Path, "DT1108", Kind.SubOptionRepeated)]
    [InlineData(Id + "020468747470" + Server + Port + Path, "DT1110", Kind.NotHttps)]
    [InlineData(Id + "0200" + Server + Port + Path, "DT1108", Kind.SubOptionEmpty)]
    [InlineData(Id + "0206687474707300" + Server + Port + Path, "DT1108", Kind.Nul)]
    [InlineData(Id + Scheme + Server + "040201BB" + Path, "DT1108", Kind.PortBinary)]
    [InlineData(Id + Scheme + Server + "0405" + "3939393939" + Path, "DT1108", Kind.PortWrong)]
    [InlineData(Id + Scheme + Server + "04053434330D0A" + Path, "DT1108", Kind.Blank)]
    [InlineData("0118" + "344435333244353534333244343336433639363536453734" + Scheme + Server + Port + Path, "DT1108",
        Kind.DoubledHex)]
    [InlineData(
        Id + Scheme + Server + Port
            + "05244365727450726F762F4365727450726F766973696F6E696E67536572766963652E737663",
        "DT1108", Kind.PathWrong)]
    [InlineData(Id + "05" + "6874747073" + Server + Port + Path, "DT1108", Kind.SubOptionLength)]
    public void A_mistake_with_option_43_is_named_and_corrected(string hex, string code, Kind kind)
    {
        var verdict = DhcpBlob.Judge(hex, BlobOption.Vendor);

        verdict.Problems.Select(problem => problem.Kind).ShouldBe([kind]);
        verdict.Problems[0].FindingIn(verdict.Option)?.Code.ToString().ShouldBe(code);
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(Web43);
    }

    [Theory]
    [InlineData("https://web01.contoso.example:443/CertProv/CertProvisioningService.svc")]
    [InlineData("web01.contoso.example/CertProv/CertProvisioningService.svc")]
    [InlineData("68747470733A2F2F77656230312E636F6E746F736F2E6578616D706C653A3434332F4365727450726F762F436572745072"
        + "6F766973696F6E696E67536572766963652E737663")]
    public void A_URL_in_place_of_sub_options_is_known(string text)
    {
        var verdict = DhcpBlob.Judge(text);

        verdict.Option.ShouldBe(BlobOption.Vendor);
        verdict.Problems.ShouldHaveSingleItem().Kind.ShouldBe(Kind.UrlAsText);
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(Web43);
    }

    [Theory]
    [InlineData("0A020064", "0A020064")]
    [InlineData("0A0164", "0A020064", Kind.VlanForm)]
    [InlineData("0A03313030", "0A020064", Kind.VlanForm)]
    [InlineData("0A020FFF", "", Kind.VlanRange)]
    public void The_VLAN_of_CPE_OCPHONE_is_an_option_43_too(string hex, string right, params Kind[] problems)
    {
        var verdict = DhcpBlob.Judge(hex);

        verdict.Option.ShouldBe(BlobOption.Vendor);
        verdict.Problems.Select(problem => problem.Kind).ShouldBe(problems);
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(right);
    }

    [Theory]
    [InlineData(Head125 + Web43, null)]
    [InlineData(Web43, Kind.EnterpriseMissing)]
    public void Option_125_has_a_vendor_before_its_sub_options(string hex, Kind? kind)
    {
        var verdict = DhcpBlob.Judge(hex, BlobOption.EnterpriseVendor);

        verdict.Problems.Select(problem => (Kind?)problem.Kind).ShouldBe(kind is null ? [] : [kind]);
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(Head125 + Web43);
    }

    [Theory]
    [InlineData(BlobOption.SipServerNames6, Pool21, Pool21)]
    [InlineData(BlobOption.SipServerNames6, Pool120, Pool21, Kind.EncodingTooMuch)]
    [InlineData(BlobOption.SipServerNames6, "pool01.contoso.example", Pool21, Kind.PlainText)]
    [InlineData(BlobOption.SipServerAddresses6, "20010DB8000000000000000000000011", "20010DB8000000000000000000000011")]
    [InlineData(BlobOption.SipServerAddresses6, "2001:db8::11", "20010DB8000000000000000000000011", Kind.PlainText)]
    [InlineData(BlobOption.SipServerAddresses6, "20010DB8", "", Kind.AddressLength)]
    public void The_options_of_DHCPv6_have_forms_of_their_own(
        BlobOption option, string text, string right, params Kind[] problems)
    {
        var verdict = DhcpBlob.Judge(text, option);

        verdict.Problems.Select(problem => problem.Kind).ShouldBe(problems);
        Convert.ToHexString(verdict.Corrected.AsSpan()).ShouldBe(right);
    }

    [Fact]
    public void What_is_too_long_to_be_an_option_is_said()
    {
        DhcpBlob.Judge(new string('a', BlobForms.LengthMax + 1)).Problems.ShouldHaveSingleItem()
            .Kind.ShouldBe(Kind.TooLong);
        DhcpBlob.Judge(Web43 + "0AFF" + new string('0', 510), BlobOption.Vendor).Problems[0].Kind
            .ShouldBe(Kind.TooLong);
    }
}
