using Dialtone.Wire.WebServices;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class WebFaultTests
{
    [Fact]
    public void A_fault_is_read_with_its_diagnosis_and_written()
    {
        SoapFault.TryRead(Bytes(Fault), out var soap, out var fault).ShouldBeTrue($"{fault}");

        soap.ShouldBe(new SoapFault("a:FailedAuthentication", "No valid security token.")
        {
            ErrorId = 28020,
            Reason = "No valid security token.",
        });
        SoapFault.TryRead(soap!.ToBytes(), out var again, out _).ShouldBeTrue();
        again.ShouldBe(soap);
    }

    [Fact]
    public void A_fault_without_a_diagnosis_is_one_all_the_same()
    {
        SoapFault.TryRead(new SoapFault("soap:Server", "Busy").ToBytes(), out var soap, out _).ShouldBeTrue();

        soap.ShouldBe(new SoapFault("soap:Server", "Busy"));
        SoapFault.TryRead(Bytes(TicketResponse), out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        "28020;source=\"fe01.contoso.example\";reason=\"No valid security token.\";faultcode", 28020,
        "fe01.contoso.example", "No valid security token.")]
    [InlineData("28000", 28000, "", "")]
    [InlineData(" 28033 ; Reason = \"a;\\\"b\\\\\" ; source=fe01", 28033, "fe01", "a;\"b\\")]
    [InlineData("1;reason=\"never ends", 1, "", "\"never ends")]
    public void A_diagnosis_is_read_out_of_a_header(string text, int id, string source, string reason)
    {
        WebDiagnostics.TryRead(text, out var diagnostics).ShouldBeTrue();

        diagnostics.ShouldBe(new WebDiagnostics(id, source, reason));
        WebDiagnostics.TryRead(diagnostics.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(diagnostics);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x;reason=\"y\"")]
    [InlineData("-1;reason=\"y\"")]
    public void Other_headers_hold_none(string? text) => WebDiagnostics.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_reason_for_refusing_a_pin_has_its_word()
    {
        foreach (var reason in Enum.GetValues<PinReason>())
        {
            PinReasons.In($"PIN authentication failed: {PinReasons.WordOf(reason)}.").ShouldBe(reason);
        }

        PinReasons.In("No valid security token.").ShouldBe(PinReason.Unknown);
    }

    [Fact]
    public void A_text_that_is_cut_is_read_as_the_same_again()
    {
        var text = "No" + new string('\n', WebServicesLimits.TextLengthMax) + "token.";
        var bytes = new SoapFault("a:b", text) { ErrorId = 28020, Reason = text }.ToBytes();

        SoapFault.TryRead(bytes, out var read, out _).ShouldBeTrue();
        SoapFault.TryRead(read!.ToBytes(), out var again, out _).ShouldBeTrue();

        read.Text.ShouldBe("No");
        again.ShouldBe(read);
    }
}
