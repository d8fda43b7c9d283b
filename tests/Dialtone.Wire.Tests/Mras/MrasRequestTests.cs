using System.Text;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Xml;
using static Dialtone.Wire.Tests.Mras.MrasSamples;

namespace Dialtone.Wire.Tests.Mras;

public class MrasRequestTests
{
    private static readonly MrasRequest OfAlice = new()
    {
        Id = "42",
        From = "sip:alice@contoso.example",
        To = ServiceUri,
        Credentials =
            [new("42", "sip:alice@contoso.example", MrasLocation.Intranet, TimeSpan.FromMinutes(480))],
    };

    [Fact]
    public void A_request_is_read_field_by_field()
    {
        MrasRequest.TryRead(Encoding.UTF8.GetBytes(Request), out var request, out _).ShouldBeTrue();

        request.ShouldBe(OfAlice);
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var all = OfAlice with
        {
            Version = "2.0",
            Route = MrasRoute.DirectIp,
            Credentials =
            [
                .. OfAlice.Credentials, new("43", "sip:bob@contoso.example", MrasLocation.Internet), new("", "x"),
            ],
        };

        MrasRequest.TryRead(all.ToBytes(), out var request, out var fault).ShouldBeTrue(fault.ToString());

        request.ShouldBe(all);
    }

    [Fact]
    public void A_hundred_are_asked_for_at_once_and_one_more_is_not()
    {
        static byte[] Of(int count) => (OfAlice with
        {
            Credentials = [.. Enumerable.Range(0, count).Select(i => new MrasCredentialsRequest($"{i}", "x"))],
        }).ToBytes();

        MrasRequest.TryRead(Of(MrasLimits.RequestsMax), out _, out _).ShouldBeTrue();
        MrasRequest.TryRead(Of(MrasLimits.RequestsMax + 1), out _, out var fault).ShouldBeFalse();
        (fault.Kind, fault.Name).ShouldBe((XmlFaultKind.TooMany, "credentialsRequest"));
    }

    [Theory]
    [InlineData("requestID=\"42\" ", "", XmlFaultKind.Missing, "requestID")]
    [InlineData("version=\"1.0\" ", "", XmlFaultKind.Missing, "version")]
    [InlineData("to=", "unto=", XmlFaultKind.Missing, "to")]
    [InlineData("from=", "whence=", XmlFaultKind.Missing, "from")]
    [InlineData("version=", "route='elsewhere' version=", XmlFaultKind.InvalidValue, "route")]
    [InlineData("credentialsRequestID=\"42\"", "", XmlFaultKind.Missing, "credentialsRequestID")]
    [InlineData("<identity>sip:alice@contoso.example</identity>", "", XmlFaultKind.Missing, "identity")]
    [InlineData("sip:alice@contoso.example<", " <", XmlFaultKind.InvalidValue, "identity")]
    [InlineData("intranet", "moon", XmlFaultKind.InvalidValue, "location")]
    [InlineData("480", "0", XmlFaultKind.InvalidValue, "duration")]
    [InlineData("480", "-1", XmlFaultKind.InvalidValue, "duration")]
    [InlineData("480", "525601", XmlFaultKind.InvalidValue, "duration")]
    [InlineData("credentialsRequest", "other", XmlFaultKind.Missing, "credentialsRequest")]
    public void Wrong_requests_are_told_apart(string right, string wrong, XmlFaultKind kind, string name)
    {
        var body = Encoding.UTF8.GetBytes(Request.Replace(right, wrong, StringComparison.Ordinal));

        MrasRequest.TryRead(body, out _, out var fault).ShouldBeFalse();

        (fault.Kind, fault.Name).ShouldBe((kind, name));
    }

    [Fact]
    public void Identifiers_and_identities_of_the_longest_length_are_read_and_one_character_more_is_not()
    {
        static byte[] Of(int id, int identity) => (OfAlice with
        {
            Id = new('i', id),
            Credentials = [new("1", new('x', identity))],
        }).ToBytes();

        MrasRequest.TryRead(Of(MrasLimits.IdentifierLengthMax, MrasLimits.IdentityLengthMax), out _, out _)
            .ShouldBeTrue();
        MrasRequest.TryRead(Of(MrasLimits.IdentifierLengthMax + 1, 1), out _, out _).ShouldBeFalse();
        MrasRequest.TryRead(Of(1, MrasLimits.IdentityLengthMax + 1), out _, out _).ShouldBeFalse();
    }
}
