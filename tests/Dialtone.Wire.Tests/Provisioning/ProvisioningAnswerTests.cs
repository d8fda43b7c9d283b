using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Provisioning.ProvisioningSamples;

namespace Dialtone.Wire.Tests.Provisioning;

public class ProvisioningAnswerTests
{
    [Fact]
    public void Groups_of_every_shape_are_read_and_unknown_ones_kept()
    {
        var answer = Read(Utf8(Answer));

        answer.Groups.Select(group => (group.Name, group.Shape, group.Settings.Length)).ShouldBe(
        [
            ("ServerConfiguration", ProvisionGroupShape.Elements, 23),
            ("ucPolicy", ProvisionGroupShape.Instance, 2),
            ("endpointConfiguration", ProvisionGroupShape.PropertyEntryList, 2),
            ("locationPolicy", ProvisionGroupShape.Properties, 1),
            ("publicationGrammar", ProvisionGroupShape.Elements, 1),
            ("neverHeardOf", ProvisionGroupShape.Elements, 1),
        ]);
        answer.Find("UCPOLICY")!.Settings[1].ShouldBe(new ProvisionSetting("AllowCallForwarding", "true"));
        answer.Find("neverHeardOf")!.Settings[0].ShouldBe(new ProvisionSetting("x", "1 & <2>"));
        answer.Find("no").ShouldBeNull();
    }

    [Fact]
    public void An_element_with_others_in_it_is_kept_as_it_stands_in_the_source()
    {
        var grammar = Read(Utf8(Answer)).Find("publicationGrammar")!.Settings[0];

        grammar.ShouldBe(new ProvisionSetting(
            "grammar",
            "<grammar xmlns=\"http://schemas.microsoft.com/2006/09/sip/grammar\"><a b=\"&lt;c\">1</a><a/></grammar>",
            IsMarkup: true));
    }

    [Fact]
    public void Whatever_line_ends_and_letters_come_before_it_the_source_is_the_right_piece()
    {
        var body = WithConfiguration("\r\n<a>\u00E9</a>\r<b>\U0001F4DE</b>\n\n  <c>\r\n<d/></c >\r\n<e/>");

        var settings = Read(body).Groups[0].Settings;

        settings.Select(setting => setting.Name).ShouldBe(["a", "b", "c", "e"]);
        settings[1].Value.ShouldBe("\U0001F4DE");
        settings[2].Value.ShouldBe("<c>\r\n<d/></c >");
    }

    [Fact]
    public void What_was_read_is_written_and_read_again_as_the_same()
    {
        var answer = Read(Utf8(Answer));

        Read(answer.ToBytes()).Groups.ShouldBe(answer.Groups);
    }

    [Fact]
    public void Settings_named_like_the_lists_of_other_shapes_and_odd_values_survive_being_written()
    {
        ProvisionGroup group = new()
        {
            Name = "g",
            Settings =
            [
                new("instance", "1"), new("Property", "2"), new("propertyEntryList", "3"), new("a", "4\r5\n6\r\n7"),
                new("registrar", "two words", ProvisioningAnswer.RegistrarsNamespace), new("b", "]]>&<\"'\U0001F4DE"),
            ],
        };

        Read(new ProvisioningAnswer { Groups = [group] }.ToBytes()).Groups[0].Settings.ShouldBe(group.Settings);
    }

    [Fact]
    public void A_value_is_never_cut_through_a_character()
    {
        var value = new string('x', ProvisioningLimits.ValueLengthMax - 1) + "\U0001F4DE";

        var setting = Read(WithConfiguration($"<a>{value}</a>")).Groups[0].Settings[0];

        setting.ShouldBe(new ProvisionSetting("a", value[..^2], IsCut: true));
    }

    [Fact]
    public void Elements_of_other_namespaces_are_never_taken_for_settings()
    {
        var group = Read(WithConfiguration(
            "<x:mrasUri xmlns:x=\"urn:example\">sip:x@y</x:mrasUri>"
            + "<loggingLevel xmlns=\"\">Low</loggingLevel>")).Groups[0];

        group.TryGet("mrasUri", out _).ShouldBeFalse();
        group.Settings[0].ShouldBe(new ProvisionSetting("mrasUri", "sip:x@y", "urn:example"));
        group.TryGet("LOGGINGLEVEL", out var level).ShouldBeTrue();
        level.Value.ShouldBe("Low");
    }

    [Fact]
    public void Registrars_stand_in_an_extension_that_may_have_any_prefix()
    {
        var group = Read(Utf8(Answer)).Groups[0];

        group.Registrars.ShouldBe(
            [HostName.Parse("pool01.contoso.example"), HostName.Parse("pool02.contoso.example")]);
        group.TryGet("registrars", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_body_of_a_mebibyte_is_read_and_one_byte_more_is_not()
    {
        byte[] Padded(int length)
        {
            var empty = WithConfiguration("<Organization></Organization>").Length;
            return WithConfiguration($"<Organization>{new string('x', length - empty)}</Organization>");
        }

        var setting = Read(Padded(XmlLimits.BodyBytesMax)).Groups[0].Settings[0];
        setting.IsCut.ShouldBeTrue();
        setting.Value.Length.ShouldBe(ProvisioningLimits.ValueLengthMax);
        Fault(Padded(XmlLimits.BodyBytesMax + 1))
            .ShouldBe(new XmlFault(XmlFaultKind.TooLong, XmlLimits.BodyBytesMax, ""));
    }

    [Fact]
    public void As_many_groups_settings_and_Registrars_as_the_limits_are_read_and_one_more_is_not()
    {
        static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));
        static string Groups(int count) =>
            $"<provisionGroupList>{Times(count, "<provisionGroup name='a'/>")}</provisionGroupList>";
        static string Registrars(int count) =>
            $"<registrars xmlns='urn:dialtone:registrars'>{Times(count, "<registrar>a</registrar>")}</registrars>";

        Read(Utf8(Groups(ProvisioningLimits.GroupsMax))).Groups.Length.ShouldBe(ProvisioningLimits.GroupsMax);
        Fault(Utf8(Groups(ProvisioningLimits.GroupsMax + 1))).Kind.ShouldBe(XmlFaultKind.TooMany);
        Read(WithConfiguration(Times(ProvisioningLimits.SettingsMax, "<a/>"))).Groups[0].Settings.Length
            .ShouldBe(ProvisioningLimits.SettingsMax);
        Fault(WithConfiguration(Times(ProvisioningLimits.SettingsMax + 1, "<a/>"))).Kind.ShouldBe(XmlFaultKind.TooMany);
        Read(WithConfiguration(Registrars(ProvisioningLimits.RegistrarsMax))).Groups[0].Registrars.Length
            .ShouldBe(ProvisioningLimits.RegistrarsMax);
        Fault(WithConfiguration(Registrars(ProvisioningLimits.RegistrarsMax + 1))).Kind.ShouldBe(XmlFaultKind.TooMany);
    }

    [Fact]
    public void Names_longer_than_the_limit_are_a_fault()
    {
        string Property(int length) => $"<property name='{new string('n', length)}'>1</property>";

        Read(WithConfiguration(Property(ProvisioningLimits.NameLengthMax))).Groups[0].Settings.Length.ShouldBe(1);
        Fault(WithConfiguration(Property(ProvisioningLimits.NameLengthMax + 1))).Kind
            .ShouldBe(XmlFaultKind.InvalidValue);
    }

    [Fact]
    public void The_request_is_no_answer()
    {
        var fault = Fault(ProvisioningRequest.OfPhone.ToBytes());

        fault.Kind.ShouldBe(XmlFaultKind.WrongRoot);
        fault.Name.ShouldBe("provisioningGroupList");
    }

    [Fact]
    public void A_group_without_a_name_is_a_fault_at_its_place()
    {
        var body = Utf8("<provisionGroupList>\n  <provisionGroup/></provisionGroupList>");

        Fault(body).ShouldBe(new XmlFault(XmlFaultKind.Missing, 24, "name"));
    }

    [Fact]
    public void What_is_cut_off_is_never_taken_for_an_answer()
    {
        var body = Utf8(Answer);
        for (var length = 0; length < body.Length; length++)
        {
            ProvisioningAnswer.TryRead(body.AsSpan(0, length), out var answer, out var fault)
                .ShouldBeFalse($"at {length}");
            answer.ShouldBeNull();
            fault.Offset.ShouldBeInRange(0, length);
        }
    }

    private static ProvisioningAnswer Read(byte[] body)
    {
        ProvisioningAnswer.TryRead(body, out var answer, out var fault).ShouldBeTrue(fault.ToString());
        return answer!;
    }

    private static XmlFault Fault(byte[] body)
    {
        ProvisioningAnswer.TryRead(body, out _, out var fault).ShouldBeFalse();
        return fault;
    }
}
