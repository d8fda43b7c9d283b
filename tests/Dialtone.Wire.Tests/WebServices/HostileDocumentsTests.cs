using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class HostileDocumentsTests
{
    private delegate bool Reader(ReadOnlySpan<byte> body, out XmlFault fault);

    private static readonly (string Sample, Reader Read)[] Readers =
    [
        (CertificateMetadata, (ReadOnlySpan<byte> body, out XmlFault fault) =>
            WebServiceMetadata.TryRead(body, out _, out fault)),
        (TicketRequest, (ReadOnlySpan<byte> body, out XmlFault fault) =>
            WebTicketRequest.TryRead(body, out _, out fault)),
        (TicketResponse, (ReadOnlySpan<byte> body, out XmlFault fault) =>
            WebTicketResponse.TryRead(body, out _, out fault)),
        (CertificateRequest, (ReadOnlySpan<byte> body, out XmlFault fault) =>
            PublishCertificateRequest.TryRead(body, out _, out fault)),
        (CertificateResponse, (ReadOnlySpan<byte> body, out XmlFault fault) =>
            PublishCertificateResponse.TryRead(body, out _, out fault)),
        (Fault, (ReadOnlySpan<byte> body, out XmlFault fault) => SoapFault.TryRead(body, out _, out fault)),
        (UserAnswer, (ReadOnlySpan<byte> body, out XmlFault fault) =>
            AutodiscoverResponse.TryRead(body, out _, out fault)),
        (Text(RootChainRequest.ToBytes()), RootChainRequest.TryRead),
        (Text(new RootChainResponse { Bundle = new byte[200] }.ToBytes()),
            (ReadOnlySpan<byte> body, out XmlFault fault) => RootChainResponse.TryRead(body, out _, out fault)),
    ];

    [Fact]
    public void What_is_cut_short_is_a_fault_with_its_place()
    {
        foreach (var (sample, read) in Readers)
        {
            var bytes = Bytes(sample);
            read(bytes, out var none).ShouldBeTrue($"{none}");
            for (var length = 0; length < bytes.Length; length++)
            {
                read(bytes.AsSpan(0, length), out var fault).ShouldBeFalse();
                fault.Kind.ShouldNotBe(XmlFaultKind.None);
                fault.Offset.ShouldBeInRange(0, length);
            }
        }
    }

    [Fact]
    public void No_byte_put_in_place_of_another_throws()
    {
        foreach (var (sample, read) in Readers)
        {
            var bytes = Bytes(sample);
            for (var i = 0; i < bytes.Length; i++)
            {
                var right = bytes[i];
                foreach (var wrong in "<& "u8)
                {
                    bytes[i] = wrong;
                    var isRead = read(bytes, out var fault);
                    (fault.Kind == XmlFaultKind.None).ShouldBe(isRead);
                }

                bytes[i] = right;
            }
        }
    }
}
