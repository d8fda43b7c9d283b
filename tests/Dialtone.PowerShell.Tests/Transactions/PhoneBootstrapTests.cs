using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

public sealed class PhoneBootstrapTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("-PhoneOrExt 101 -PIN 24681")]
    [InlineData("-PhoneOrExtension +12065550101 -PIN '24681'")]
    [InlineData("-ph 101 -PIN (ConvertTo-SecureString 24681 -AsPlainText -Force) -ua sip:alice@contoso.example")]
    public void A_number_and_its_PIN_sign_in_as_their_user(string who)
    {
        var run = _session.Run($"Test-DialtonePhoneBootstrap {who} {lab.Here} -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run["UserSipAddress"].ShouldBe(lab.AliceUri);
        run.Verbose.ShouldContain(line => line.StartsWith(@"Using PIN auth with Phone\Ext : ", StringComparison.Ordinal)
            && line.EndsWith("Pin : (5 digits)", StringComparison.Ordinal), $"{run}");
        $"{run}".ShouldNotContain("24681");
    }

    [Fact]
    public void Somebody_elses_number_is_a_failure()
    {
        var run = _session.Run(
            $"Test-DialtonePhoneBootstrap -ph 101 -PIN 24681 -ua sip:bob@contoso.example {lab.Here}");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Failure, $"{run}");
    }

    [Fact]
    public void A_PIN_keeps_the_zeros_that_it_begins_with()
    {
        var run = _session.Run(
            $"Test-DialtonePhoneBootstrap -ph 101 -PIN 0024681 {lab.Here} -ovv said");

        run["Result"].ShouldBe(TransactionVerdict.Failure, $"{run}");
        _session.Run("$said").Text.ShouldContain("(7 digits)");
    }
}
