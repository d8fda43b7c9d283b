using Dialtone.Core.Findings;

namespace Dialtone.Core.Tests.Findings;

public class KnownCodesTests
{
    [Theory]
    [InlineData("1003", "ErrorCode=1003, User does not exist")]
    [InlineData("ErrorCode=4005", "ErrorCode=4005, Destination URI either not enabled for SIP or does not exist")]
    [InlineData("errorcode=2", "ErrorCode=2, See response code and reason phrase")]
    [InlineData("28020", "ErrorCode=28020, No valid security token")]
    [InlineData("504", "SIP 504, Server time-out")]
    [InlineData("-2146893044", "0x8009030C (-2146893044), SEC_E_LOGON_DENIED")]
    [InlineData("0x8009030C", "0x8009030C (-2146893044), SEC_E_LOGON_DENIED")]
    [InlineData("-2146893022", "0x80090322 (-2146893022), SEC_E_WRONG_PRINCIPAL")]
    [InlineData("-2146893019", "0x80090325 (-2146893019), SEC_E_UNTRUSTED_ROOT")]
    [InlineData("-2146893016", "0x80090328 (-2146893016), SEC_E_CERT_EXPIRED")]
    [InlineData("-2146893039", "0x80090311 (-2146893039), SEC_E_NO_AUTHENTICATING_AUTHORITY")]
    [InlineData("-2146893048", "0x80090308 (-2146893048), SEC_E_INVALID_TOKEN")]
    public void A_number_is_found_as_people_type_it(string text, string expected)
    {
        KnownCodes.TryFind(text, out var code).ShouldBeTrue();
        code!.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("DT1101")]
    [InlineData("99999")]
    [InlineData("0x")]
    [InlineData("ErrorCode=")]
    [InlineData("999999999999")]
    public void What_is_no_known_number_is_not_found(string text) =>
        KnownCodes.TryFind(text, out _).ShouldBeFalse();

    [Fact]
    public void Each_says_who_acts_and_how()
    {
        KnownCodes.All.Length.ShouldBeGreaterThan(60);
        KnownCodes.All.ShouldAllBe(code => code.Reason.Length > 0 && code.Action.EndsWith('.')
            | code.Action.EndsWith(':'));
        KnownCodes.All.ShouldAllBe(code => code.Direction.Text.StartsWith(code.Name, StringComparison.Ordinal));
    }
}
