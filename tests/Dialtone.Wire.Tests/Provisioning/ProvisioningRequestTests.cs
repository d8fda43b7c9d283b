using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Provisioning.ProvisioningSamples;

namespace Dialtone.Wire.Tests.Provisioning;

public class ProvisioningRequestTests
{
    [Fact]
    public void What_a_phone_asks_is_written()
    {
        Encoding.UTF8.GetString(ProvisioningRequest.OfPhone.ToBytes()).ShouldBe(
            "<provisioningGroupList xmlns=\"http://schemas.microsoft.com/2006/09/sip/provisioninggrouplist\">"
            + "<provisioningGroup name=\"ServerConfiguration\" /><provisioningGroup name=\"ucPolicy\" />"
            + "<provisioningGroup name=\"meetingPolicy\" /><provisioningGroup name=\"endpointConfiguration\" />"
            + "<provisioningGroup name=\"mediaConfiguration\" /><provisioningGroup name=\"locationPolicy\" />"
            + "<provisioningGroup name=\"userSetting\" /></provisioningGroupList>");
    }

    [Fact]
    public void It_is_read_back_with_its_subnet()
    {
        var request = ProvisioningRequest.OfPhone with { Subnet = IpAddress.Parse("192.0.2.0") };

        ProvisioningRequest.TryRead(request.ToBytes(), out var read, out _).ShouldBeTrue();

        read!.Groups.ShouldBe(ProvisioningGroupNames.OfPhone);
        read.Subnet.ShouldBe(request.Subnet);
    }

    [Theory]
    [InlineData("<provisioningGroupList/>", XmlFaultKind.Missing, 1)]
    [InlineData("<provisionGroupList/>", XmlFaultKind.WrongRoot, 1)]
    [InlineData("<provisioningGroupList xmlns='urn:example'/>", XmlFaultKind.WrongRoot, 1)]
    [InlineData("<provisioningGroupList><provisioningGroup/></provisioningGroupList>", XmlFaultKind.Missing, 24)]
    [InlineData("<provisioningGroupList subnet='here'/>", XmlFaultKind.InvalidValue, 1)]
    public void Wrong_requests_are_told_apart(string body, XmlFaultKind kind, int offset)
    {
        ProvisioningRequest.TryRead(Utf8(body), out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Offset).ShouldBe((kind, offset));
    }

    [Fact]
    public void As_many_groups_as_the_limit_are_read_and_one_more_is_not()
    {
        static byte[] Of(int count) =>
            new ProvisioningRequest { Groups = [.. Enumerable.Repeat("g", count)] }.ToBytes();

        ProvisioningRequest.TryRead(Of(ProvisioningLimits.GroupsMax), out _, out _).ShouldBeTrue();
        ProvisioningRequest.TryRead(Of(ProvisioningLimits.GroupsMax + 1), out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(XmlFaultKind.TooMany);
    }
}
