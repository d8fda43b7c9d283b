using System.Management.Automation;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Commands;

/// <summary>
/// The parameters that Microsoft documents for Test-CsClientAuth and its kin: names, aliases, types, positions, what
/// must be given.
/// </summary>
public sealed class ParameterTests : IDisposable
{
    private const string Client = "ClientPlatform";
    private const string Server = "ServerPlatform";
    private const string All = ParameterAttribute.AllParameterSets;

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("ClientAuth", "TargetFqdn", "t", typeof(string), 2, All, false)]
    [InlineData("ClientAuth", "UserCredential", "uc", typeof(PSCredential), -1, All, true)]
    [InlineData("ClientAuth", "UserSipAddress", "ua", typeof(string), -1, All, true)]
    [InlineData("ClientAuth", "RegistrarPort", "rp", typeof(int), -1, All, false)]
    [InlineData("ClientAuth", "TargetUri", "tu", typeof(string), -1, All, false)]
    [InlineData("ClientAuth", "LiveIdAuthentication", "", typeof(SwitchParameter), -1, All, false)]
    [InlineData("Registration", "TargetFqdn", "t", typeof(string), 2, Client, false)]
    [InlineData("Registration", "TargetFqdn", "t", typeof(string), 2, Server, true)]
    [InlineData("Registration", "UserCredential", "uc", typeof(PSCredential), -1, Client, true)]
    [InlineData("Registration", "UserSipAddress", "ua", typeof(string), -1, Client, true)]
    [InlineData("Registration", "UserSipAddress", "ua", typeof(string), -1, Server, false)]
    [InlineData("Registration", "RegistrarPort", "rp", typeof(int), -1, All, false)]
    [InlineData("Registration", "Authentication", "ath", null, -1, All, false)]
    [InlineData("PhoneBootstrap", "TargetFqdn", "t", typeof(string), 2, All, false)]
    [InlineData("PhoneBootstrap", "PhoneOrExt", "PhoneOrExtension ph", typeof(string), -1, All, true)]
    [InlineData("PhoneBootstrap", "PIN", "", typeof(System.Security.SecureString), -1, All, true)]
    [InlineData("PhoneBootstrap", "RegistrarPort", "rp", typeof(int), -1, All, false)]
    [InlineData("PhoneBootstrap", "TargetUri", "twsu", typeof(string), -1, All, false)]
    [InlineData("PhoneBootstrap", "UserSipAddress", "ua", typeof(string), -1, All, false)]
    [InlineData("Presence", "TargetFqdn", "t", typeof(string), 2, Client, false)]
    [InlineData("Presence", "TargetFqdn", "t", typeof(string), 2, Server, true)]
    [InlineData("Presence", "PublisherSipAddress", "pa", typeof(string), -1, Client, true)]
    [InlineData("Presence", "PublisherSipAddress", "pa", typeof(string), -1, Server, false)]
    [InlineData("Presence", "PublisherCredential", "pc", typeof(PSCredential), -1, Client, true)]
    [InlineData("Presence", "SubscriberSipAddress", "sa", typeof(string), -1, Client, true)]
    [InlineData("Presence", "SubscriberCredential", "sc", typeof(PSCredential), -1, Client, true)]
    [InlineData("Presence", "RegistrarPort", "rp", typeof(int), -1, All, false)]
    [InlineData("Presence", "TimeoutInSeconds", "", typeof(uint), -1, All, false)]
    [InlineData("AVEdgeConnectivity", "TargetFqdn", "t", typeof(string), 2, Server, true)]
    [InlineData("AVEdgeConnectivity", "UserCredential", "uc", typeof(PSCredential), -1, Client, true)]
    [InlineData("AVEdgeConnectivity", "UserSipAddress", "ua", typeof(string), -1, Client, true)]
    [InlineData("AVEdgeConnectivity", "Authentication", "ath", null, -1, All, false)]
    [InlineData("AVEdgeConnectivity", "AVEdgeAddress", "", typeof(string), -1, All, false)]
    [InlineData("AVEdgeConnectivity", "AVEdgeTCPPort", "", typeof(ushort), -1, All, false)]
    [InlineData("AVEdgeConnectivity", "AVEdgeUDPPort", "", typeof(ushort), -1, All, false)]
    public void A_parameter_is_as_documented(
        string cmdlet, string name, string aliases, Type? type, int position, string set, bool isMandatory)
    {
        var parameter = ParameterOf(cmdlet, name);

        parameter.Aliases.ShouldBe(aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
        if (type is not null)
        {
            (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).ShouldBe(type);
        }

        var where = parameter.ParameterSets[set];
        where.Position.ShouldBe(position < 0 ? int.MinValue : position);
        where.IsMandatory.ShouldBe(isMandatory);
    }

    [Theory]
    [InlineData("ClientAuth")]
    [InlineData("Registration")]
    [InlineData("PhoneBootstrap")]
    [InlineData("Presence")]
    [InlineData("AVEdgeConnectivity")]
    public void Every_cmdlet_has_the_common_ones(string cmdlet)
    {
        ParameterOf(cmdlet, "Force").ParameterType.ShouldBe(typeof(SwitchParameter));
        ParameterOf(cmdlet, "OutVerboseVariable").Aliases.ShouldBe(["ovv"]);
        ParameterOf(cmdlet, "OutLoggerVariable").Aliases.ShouldBe(["olv"]);
    }

    [Fact]
    public void Authentication_has_the_documented_names() =>
        Enum.GetNames(Nullable.GetUnderlyingType(ParameterOf("Registration", "Authentication").ParameterType)!)
            .ShouldBe(["TrustedServer", "Negotiate", "ClientCertificate", "LiveID"]);

    [Theory]
    [InlineData("ClientAuth -UserSipAddress alice -UserCredential $c", "sign-in address")]
    [InlineData("ClientAuth pool..example -UserSipAddress sip:alice@contoso.example -UserCredential $c", "host name")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -rp 5061", "give that too")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -t pool01.contoso.example -rp 65536", "65535")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -tu http://pool01.contoso.example/", "https")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -DnsServer nowhere", "192.0.2.2")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -Profile fax", "lync-phone")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -Interface nosuch0", "nosuch0")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -RootCertificate ./none.pem", "There is no such file")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -OutLoggerVariable '$log'", "without $")]
    [InlineData("ClientAuth -ua sip:alice@contoso.example -uc $c -LiveIdAuthentication", "Leave it out")]
    [InlineData("Registration -ua sip:alice@contoso.example -uc $c -ath LiveID", "Leave it out")]
    [InlineData("Registration -ua sip:alice@contoso.example -uc $c -ath TrustedServer", "Get-Credential")]
    [InlineData("Registration pool01.contoso.example -ua sip:alice@contoso.example", "Get-Credential")]
    [InlineData("Registration -TargetFqdn pool01.contoso.example", "Get-Credential")]
    [InlineData("Presence -TargetFqdn pool01.contoso.example", "Get-Credential")]
    [InlineData("AVEdgeConnectivity -t pool01.contoso.example -ua sip:alice@contoso.example", "Get-Credential")]
    [InlineData("AVEdgeConnectivity -ua sip:alice@contoso.example -uc $c -AVEdgeAddress edge", "192.0.2.10")]
    [InlineData("PhoneBootstrap -ph 12a -PIN 1234", "digits")]
    [InlineData("PhoneBootstrap -ph 101 -PIN ''", "PIN")]
    public void What_cannot_be_meant_is_an_error_that_says_what_to_do(string call, string says)
    {
        var run = _session.Run($"$c = {LabFixture.Credential("alice", "Dial-Tone-1")}; Test-Dialtone{call}");

        run.Output.ShouldBeEmpty();
        var error = run.Errors.ShouldHaveSingleItem($"{run}");
        $"{error}".ShouldContain(says);
        $"{run}".ShouldNotContain("Dial-Tone-1");
    }

    private ParameterMetadata ParameterOf(string cmdlet, string name)
    {
        var info = (CmdletInfo)_session.Run($"Get-Command Test-Dialtone{cmdlet}").Only.BaseObject;
        info.Parameters.Keys.ShouldContain(name);
        return info.Parameters[name];
    }
}
