using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class PublishCertificateTests
{
    private static readonly byte[] Der = [0x30, 3, 2, 1, 2];

    [Fact]
    public void A_request_of_a_client_of_other_people_is_read()
    {
        PublishCertificateRequest.TryRead(Bytes(CertificateRequest), out var request, out var fault)
            .ShouldBeTrue($"{fault}");

        request!.DeviceId.ShouldBe("{a15780ab-975f-5b29-ada0-8b95adb48287}");
        (request.Entity, request.RequestId).ShouldBe(("alice@contoso.example", "9f2a"));
        request.Request.ToArray().ShouldBe(Der);
        (request.Header.To, request.Header.Action).ShouldBe((Location, PublishCertificateRequest.Action));
        request.Header.Proof!.Assertion.ShouldBe(Assertion);
        request.Header.Proof.AssertionId.ShouldBe("SamlSecurityToken-7");
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var bytes = new PublishCertificateRequest
        {
            Header = new()
            {
                To = Location,
                Action = PublishCertificateRequest.Action,
                MessageId = "uuid:7",
                Proof = TicketProof.Signed(Ticket),
            },
            DeviceId = "{1}",
            Entity = "alice@contoso.example",
            Request = new byte[200],
            RequestId = "2",
        }.ToBytes();

        PublishCertificateRequest.TryRead(bytes, out var again, out var fault).ShouldBeTrue($"{fault}");

        (again!.DeviceId, again.Entity, again.RequestId, again.Request.Length)
            .ShouldBe(("{1}", "alice@contoso.example", "2", 200));
        again.Header.Proof!.Check(Ticket.Key).ShouldBe(SignatureCheck.Good);
        again.Header.MessageId.ShouldBe("uuid:7");
    }

    [Fact]
    public void The_request_goes_in_lines_of_76_characters()
    {
        var text = Text(new PublishCertificateRequest
        {
            Header = new(),
            DeviceId = "{1}",
            Entity = "alice@contoso.example",
            Request = new byte[100],
        }.ToBytes());

        text.ShouldContain($">\r\n{new string('A', 76)}\r\n{new string('A', 58)}==<");
        text.ShouldContain("xmlns:wst=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512/\"");
    }

    [Fact]
    public void An_answer_is_read_and_written()
    {
        PublishCertificateResponse.TryRead(Bytes(CertificateResponse), out var response, out var fault)
            .ShouldBeTrue($"{fault}");

        response!.Certificate.ToArray().ShouldBe(Der);
        PublishCertificateResponse.TryRead(response.ToBytes(), out var again, out _).ShouldBeTrue();
        (again!.DeviceId, again.Entity, again.RequestId).ShouldBe(("{a15780ab}", "alice@contoso.example", "9f2a"));
        again.Certificate.ToArray().ShouldBe(Der);
    }

    [Theory]
    [InlineData("GetAndPublishCertResponse", "GetCertResponse", XmlFaultKind.Missing, "GetAndPublishCertResponse")]
    [InlineData("RequestedSecurityToken>", "Other>", XmlFaultKind.Missing, "BinarySecurityToken")]
    [InlineData("MAMC", "MAM", XmlFaultKind.InvalidValue, "BinarySecurityToken")]
    public void Wrong_answers_are_told_apart(string right, string wrong, XmlFaultKind kind, string name)
    {
        var body = Bytes(CertificateResponse.Replace(right, wrong, StringComparison.Ordinal));

        PublishCertificateResponse.TryRead(body, out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Name).ShouldBe((kind, name));
    }

    [Fact]
    public void As_much_as_the_limits_is_read_and_one_more_is_not()
    {
        static bool Requests(int bytes) => PublishCertificateRequest.TryRead(
            new PublishCertificateRequest
            {
                Header = new() { To = Location, Action = PublishCertificateRequest.Action },
                DeviceId = "1",
                Entity = "a",
                Request = new byte[bytes],
            }.ToBytes(), out _, out _);
        static bool Answers(int bytes) => PublishCertificateResponse.TryRead(
            new PublishCertificateResponse { Certificate = new byte[bytes] }.ToBytes(), out _, out _);

        Requests(WebServicesLimits.RequestBytesMax).ShouldBeTrue();
        Requests(WebServicesLimits.RequestBytesMax + 1).ShouldBeFalse();
        Answers(WebServicesLimits.CertificateBytesMax).ShouldBeTrue();
        Answers(WebServicesLimits.CertificateBytesMax + 1).ShouldBeFalse();
    }
}
