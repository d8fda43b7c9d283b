using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class RootChainTests
{
    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        RootChainRequest.TryRead(RootChainRequest.ToBytes(), out var fault).ShouldBeTrue($"{fault}");
        var answer = new RootChainResponse { Bundle = new byte[] { 0x30, 0 } }.ToBytes();
        RootChainResponse.TryRead(answer, out var again, out _).ShouldBeTrue();

        again!.Bundle.ToArray().ShouldBe([0x30, 0]);
    }

    [Theory]
    [InlineData("<GetRootCertChainsResponse/>", XmlFaultKind.Missing)]
    [InlineData(
        "<GetRootCertChainsResponse><GetRootCertChainsResult>!</GetRootCertChainsResult></GetRootCertChainsResponse>",
        XmlFaultKind.InvalidValue)]
    [InlineData("<GetAndPublishCertResponse/>", XmlFaultKind.Missing)]
    public void An_answer_without_certificates_is_a_fault(string content, XmlFaultKind kind)
    {
        RootChainResponse.TryRead(Bytes($"<Envelope><Body>{content}</Body></Envelope>"), out _, out var fault)
            .ShouldBeFalse();

        fault.Kind.ShouldBe(kind);
    }
}
