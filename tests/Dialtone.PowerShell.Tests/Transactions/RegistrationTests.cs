using System.Xml.Linq;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Results;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

public sealed class RegistrationTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Negotiate", "NTLM")]
    [InlineData("ClientCertificate", "TLS-DSK")]
    public void A_user_signs_in_by_the_scheme_that_was_asked_for(string authentication, string mechanism)
    {
        var run = _session.Run(
            $"Test-DialtoneRegistration {lab.User} {lab.Here} -ath {authentication} -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run.Verbose.ShouldContain($"Auth Type '{authentication}' is selected.");
        run.Verbose.ShouldContain(line => line.Contains($"Registered: ") && line.Contains(mechanism), $"{run}");
    }

    [Fact]
    public void The_pool_may_be_the_first_argument()
    {
        var run = _session.Run(
            $"Test-DialtoneRegistration {lab.Lab.Deployment.Pool01} -rp {lab.Lab.Deployment.SipTlsPort} {lab.User} "
            + $"{lab.Network} -ath Negotiate");

        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run["TargetFqdn"].ShouldBe($"{lab.Lab.Deployment.Pool01}");
    }

    [Fact]
    public void Without_a_pool_it_is_discovered()
    {
        var run = _session.Run(
            $"Test-DialtoneRegistration {lab.User} -DnsServer {lab.Lab.Deployment.DnsEndPoint} -DhcpServer off "
            + $"-RootCertificate '{lab.Lab.CaFile}' -ath Negotiate");

        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run["TargetFqdn"].ShouldBe($"{lab.Lab.Deployment.Pool01}");
    }

    [Fact]
    public void Every_target_is_signed_in_at_where_that_is_asked_for()
    {
        var run = _session.Run(
            $"Test-DialtoneRegistration {lab.User} {lab.Here} -ath Negotiate -EveryTarget -OutLoggerVariable log");

        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        var targets = run["Targets"].ShouldBeOfType<TargetOutput[]>();
        foreach (var host in lab.Lab.Deployment.Pool01FrontEnds)
        {
            targets.ShouldContain(target => target.Transport == "TLS" && target.Result == TransactionVerdict.Success
                && target.Target == $"{host.Address}:{lab.Lab.Deployment.SipTlsPort}", $"{run}");
        }

        XElement.Parse(_session.Run("$log.ToXML()").Text).Descendants("Target").Count().ShouldBe(targets.Length);
    }

    [Fact]
    public void Users_come_from_the_pipeline_and_a_wrong_one_is_an_error_of_its_own()
    {
        var run = _session.Run(
            $$"""
            $alice = {{LabFixture.Credential("alice", lab.Alice.Password)}}
            $bob = {{LabFixture.Credential("bob", "Dial-Tone-2")}}
            $users = @(
                [pscustomobject]@{ UserSipAddress = '{{lab.AliceUri}}'; UserCredential = $alice }
                [pscustomobject]@{ UserSipAddress = 'nobody'; UserCredential = $bob }
                [pscustomobject]@{ UserSipAddress = 'sip:bob@contoso.example'; UserCredential = $bob }
            )
            $users | Test-DialtoneRegistration {{lab.Here}} -ath Negotiate -ovv said -olv log
            """);

        run.Errors.ShouldHaveSingleItem($"{run}");
        run.Output.Select(each => $"{each.Properties["Result"].Value} {each.Properties["UserSipAddress"].Value}")
            .ShouldBe(["Success sip:alice@contoso.example", "Success sip:bob@contoso.example"]);
        _session.Run("$log.Count").Text.ShouldBe("2");
        _session.Run("$said").Text.ShouldContain("User Sip Address = sip:bob@contoso.example");
    }
}
