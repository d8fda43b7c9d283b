using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Commands;

/// <summary>Microsoft's names: only for who asks for them.</summary>
public sealed class AliasTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Nothing_is_hidden_by_importing_the_module() =>
        _session.Run("Get-Command Test-Cs*").Output.ShouldBeEmpty();

    [Fact]
    public void The_names_are_there_once_they_are_asked_for()
    {
        _session.Run("& { Enable-DialtoneCsAlias }").Errors.ShouldBeEmpty();

        _session.Run("Get-Alias Test-Cs* | Sort-Object Name | ForEach-Object { $_.Name + ' ' + $_.ResolvedCommand }")
            .Output.Select(each => $"{each}").ShouldBe(
            [
                "Test-CsAVEdgeConnectivity Test-DialtoneAVEdgeConnectivity",
                "Test-CsClientAuth Test-DialtoneClientAuth",
                "Test-CsClientAuthentication Test-DialtoneClientAuth",
                "Test-CsPhoneBootstrap Test-DialtonePhoneBootstrap",
                "Test-CsPresence Test-DialtonePresence",
                "Test-CsRegistration Test-DialtoneRegistration",
            ]);
        _session.Run("Enable-DialtoneCsAlias").Errors.ShouldBeEmpty("It may be asked for twice.");
        $"{_session.Run("Test-CsRegistration -TargetFqdn pool01.contoso.example").Errors.ShouldHaveSingleItem()}"
            .ShouldContain("Get-Credential");
    }

    [Fact]
    public void A_cmdlet_that_has_the_name_is_hidden_by_force_alone()
    {
        _session.Run("function global:Test-CsPresence { 'theirs' }").Errors.ShouldBeEmpty();

        var enabled = _session.Run("Enable-DialtoneCsAlias");
        $"{enabled.Errors.ShouldHaveSingleItem()}".ShouldContain("Test-CsPresence");
        _session.Run("Test-CsPresence").Text.ShouldBe("theirs");
        _session.Run("(Get-Alias Test-CsRegistration).ResolvedCommand.Name").Text.ShouldBe("Test-DialtoneRegistration");

        _session.Run("Enable-DialtoneCsAlias -Force").Errors.ShouldBeEmpty();
        _session.Run("(Get-Command Test-CsPresence).CommandType").Text.ShouldBe("Alias");
    }
}
