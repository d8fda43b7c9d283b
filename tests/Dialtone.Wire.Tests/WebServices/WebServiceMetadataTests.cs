using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class WebServiceMetadataTests
{
    private const string Issuer = "https://web.contoso.example/WebTicket/WebTicketService.svc";

    [Fact]
    public void A_service_tells_its_ports_and_whose_ticket_they_want()
    {
        WebServiceMetadata.TryRead(Bytes(CertificateMetadata), out var metadata, out var fault)
            .ShouldBeTrue($"{fault}");

        metadata!.Service.ShouldBe("CertProvisioningService");
        metadata.Ports.ShouldBe([new WebServicePort(WebServiceMetadata.CertificatePort, Location)]);
        metadata.LocationOf(WebServiceMetadata.CertificatePort).ShouldBe(Location);
        metadata.LocationOf("CertProvisioningServiceWebTicketBearer").ShouldBeNull();
        metadata.PolicyOf(WebServiceMetadata.CertificatePort).ShouldBe(new WebTicketPolicy(
            "CertProvisioningServiceWebTicketProof_SHA1_policy", Issuer, WebTicketUse.Proof));
        metadata.PolicyOf("CertProvisioningServiceWebTicketBearer")!.Use.ShouldBe(WebTicketUse.Bearer);
        metadata.PolicyOf("CertProvisioningServiceAnon").ShouldBeNull();
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        WebServiceMetadata.TryRead(Bytes(CertificateMetadata), out var metadata, out _).ShouldBeTrue();

        WebServiceMetadata.TryRead(metadata!.ToBytes(), out var again, out var fault).ShouldBeTrue($"{fault}");

        again!.Service.ShouldBe(metadata.Service);
        again.Ports.ShouldBe(metadata.Ports);
        again.Policies.ShouldBe(metadata.Policies);
    }

    [Fact]
    public void As_many_as_the_limits_are_read_and_one_more_is_not()
    {
        static XmlFaultKind Reads(int ports, int policies)
        {
            _ = WebServiceMetadata.TryRead(
                new WebServiceMetadata
                {
                    Ports = [.. Enumerable.Repeat(new WebServicePort("a", "b"), ports)],
                    Policies = [.. Enumerable.Repeat(new WebTicketPolicy("a", "b", WebTicketUse.Proof), policies)],
                }.ToBytes(), out _, out var fault);
            return fault.Kind;
        }

        Reads(WebServicesLimits.PortsMax, WebServicesLimits.PoliciesMax).ShouldBe(XmlFaultKind.None);
        Reads(WebServicesLimits.PortsMax + 1, 0).ShouldBe(XmlFaultKind.TooMany);
        Reads(0, WebServicesLimits.PoliciesMax + 1).ShouldBe(XmlFaultKind.TooMany);
    }

    [Theory]
    [InlineData("definitions", "other", XmlFaultKind.WrongRoot)]
    [InlineData("location=", "at=", XmlFaultKind.Missing)]
    public void Wrong_documents_are_told_apart(string right, string wrong, XmlFaultKind kind)
    {
        var body = CertificateMetadata.Replace(right, wrong, StringComparison.Ordinal);

        WebServiceMetadata.TryRead(Bytes(body), out _, out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(kind);
    }
}
