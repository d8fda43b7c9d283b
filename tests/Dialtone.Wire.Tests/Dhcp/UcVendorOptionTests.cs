using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using static Dialtone.Wire.Tests.Dhcp.DhcpVectors;
using Code = Dialtone.Wire.Dhcp.UcSubOptionCode;
using Kind = Dialtone.Wire.Dhcp.UcVendorFaultKind;

namespace Dialtone.Wire.Tests.Dhcp;

public class UcVendorOptionTests
{
    private const string Id = "010c4d532d55432d436c69656e74";
    private const string Scheme = "02056874747073";
    private const string Server = "031577656230312e636f6e746f736f2e6578616d706c65";
    private const string Port = "0403343433";
    private const string Path = "05252f4365727450726f762f4365727450726f766973696f6e696e67536572766963652e737663";

    [Fact]
    public void The_complete_option_is_read()
    {
        var option = Read(Web01Option43);

        option.Scheme.ShouldBe("https");
        option.Server.ShouldBe(HostName.Parse("web01.contoso.example"));
        option.Port.ShouldBe((ushort)443);
        option.Path.ShouldBe("/CertProv/CertProvisioningService.svc");
        option.Url.ShouldBe("https://web01.contoso.example:443/CertProv/CertProvisioningService.svc");
        option.Unknown.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_written_as_DHCPUtil_computes_it()
    {
        var bytes = new UcVendorOption { Server = HostName.Parse("web01.contoso.example"), Port = 443 }.ToBytes();

        bytes.Length.ShouldBe(88);
        bytes.ShouldBe(Hex(Web01Option43));
    }

    [Theory]
    [InlineData(Path + Port + Server + Scheme + Id)]
    [InlineData(Web01Option43 + "ff")]
    [InlineData(Web01Option43 + "ff0000aa")]
    [InlineData("00" + Id + "0000" + Scheme + Server + Port + Path)]
    public void Order_pads_and_the_end_byte_do_not_matter(string value)
    {
        Read(value).Url.ShouldBe("https://web01.contoso.example:443/CertProv/CertProvisioningService.svc");
    }

    [Fact]
    public void Without_a_port_the_scheme_decides()
    {
        var option = Read(Id + Scheme + Server + Path);

        option.Port.ShouldBeNull();
        option.Url.ShouldBe("https://web01.contoso.example/CertProv/CertProvisioningService.svc");
        option.ToBytes().ShouldBe(Hex(Id + Scheme + Server + Path));
    }

    [Fact]
    public void Other_vendors_sub_options_are_kept()
    {
        var option = Read(Web01Option43 + "0a03313030" + "fe00");

        option.Unknown.Length.ShouldBe(2);
        option.Unknown[0].Code.ShouldBe((byte)10);
        option.Unknown[0].Value.ToArray().ShouldBe("100"u8.ToArray());
        option.ToBytes().ShouldBe(Hex(Web01Option43 + "0a03313030" + "fe00"));
    }

    [Theory]
    [InlineData("", Kind.Empty, Code.None, 0)]
    [InlineData("ff", Kind.SubOptionMissing, Code.UcIdentifier, 1)]
    [InlineData(Scheme + Server + Port + Path, Kind.SubOptionMissing, Code.UcIdentifier, 74)]
    [InlineData(Id + Server + Port + Path, Kind.SubOptionMissing, Code.UrlScheme, 81)]
    [InlineData(Id + Scheme + Port + Path, Kind.SubOptionMissing, Code.WebServerFqdn, 65)]
    [InlineData(Id + Scheme + Server + Port, Kind.SubOptionMissing, Code.CertProvRelPath, 49)]
    [InlineData("0100" + Scheme + Server + Port + Path, Kind.SubOptionEmpty, Code.UcIdentifier, 2)]
    [InlineData(Id + "0200" + Server + Port + Path, Kind.SubOptionEmpty, Code.UrlScheme, 16)]
    [InlineData(Id + Scheme + "0300" + Port + Path, Kind.SubOptionEmpty, Code.WebServerFqdn, 23)]
    [InlineData(Id + Scheme + Server + "0400" + Path, Kind.SubOptionEmpty, Code.WebServerPort, 46)]
    [InlineData(Id + Scheme + Server + Port + "0500", Kind.SubOptionEmpty, Code.CertProvRelPath, 51)]
    [InlineData(Id + Id, Kind.SubOptionRepeated, Code.UcIdentifier, 14)]
    [InlineData(Id + "02", Kind.SubOptionPastEnd, Code.UrlScheme, 14)]
    [InlineData(Id + "020568", Kind.SubOptionPastEnd, Code.UrlScheme, 14)]
    [InlineData(Id + "0a0568", Kind.SubOptionPastEnd, Code.None, 14)]
    [InlineData(Id + "02026801", Kind.NotAscii, Code.UrlScheme, 17)]
    public void Each_fault_names_its_sub_option_and_place(
        string value, Kind kind, Code subOption, int offset)
    {
        Fault(value).ShouldBe(new UcVendorFault(kind, subOption, offset, ""));
    }

    [Theory]
    [InlineData("ms-uc-client", 1, Kind.WrongIdentifier)]
    [InlineData("CPE-OCPHONE", 1, Kind.WrongIdentifier)]
    [InlineData("https:", 2, Kind.InvalidScheme)]
    [InlineData("1https", 2, Kind.InvalidScheme)]
    [InlineData("web 01", 3, Kind.InvalidServer)]
    [InlineData("https://web01.contoso.example", 3, Kind.InvalidServer)]
    [InlineData("0", 4, Kind.InvalidPort)]
    [InlineData("65536", 4, Kind.InvalidPort)]
    [InlineData("443 ", 4, Kind.InvalidPort)]
    [InlineData("-1", 4, Kind.InvalidPort)]
    [InlineData("CertProv/x.svc", 5, Kind.InvalidPath)]
    [InlineData("/CertProv/ x.svc", 5, Kind.InvalidPath)]
    public void A_wrong_value_is_shown_as_it_stands_there(string value, int subOption, Kind kind)
    {
        string[] parts = [Id, Scheme, Server, Port, Path];
        parts[subOption - 1] = $"{subOption:x2}{value.Length:x2}{Text(value)}";
        var offset = parts[..(subOption - 1)].Sum(part => part.Length / 2) + 2;

        Fault(string.Concat(parts)).ShouldBe(new UcVendorFault(kind, (Code)subOption, offset, value));
    }

    [Fact]
    public void A_string_type_shows_by_its_NUL()
    {
        Fault("010d" + Text("MS-UC-Client") + "00" + Scheme + Server + Path)
            .ShouldBe(new UcVendorFault(Kind.ClosedByNul, Code.UcIdentifier, 14, "MS-UC-Client"));
    }

    [Fact]
    public void As_many_sub_options_as_the_limit_are_taken_and_one_more_is_not()
    {
        var filled = Web01Option43 + string.Concat(Enumerable.Repeat("0a00", DhcpLimits.VendorSubOptionsMax - 5));

        Read(filled).Unknown.Length.ShouldBe(DhcpLimits.VendorSubOptionsMax - 5);
        Fault(filled + "0a00").Kind.ShouldBe(Kind.TooManySubOptions);
    }

    private static UcVendorOption Read(string value)
    {
        UcVendorOption.TryRead(Hex(value), out var option, out var fault).ShouldBeTrue($"{fault}");
        return option!;
    }

    private static UcVendorFault Fault(string value)
    {
        UcVendorOption.TryRead(Hex(value), out _, out var fault).ShouldBeFalse();
        return fault;
    }
}
