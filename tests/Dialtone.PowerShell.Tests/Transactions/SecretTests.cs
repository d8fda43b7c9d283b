using System.Text;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

/// <summary>What proves a user is in no stream, variable or property, in whatever form it would be used.</summary>
public sealed class SecretTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    // Everything that can be had of an object and of the log, as text.
    private const string Everything =
        "$result; $result | Out-String; $result | Format-List * -Force | Out-String -Width 4000; "
        + "$result | ConvertTo-Json -Depth 8 -WarningAction Ignore; [string]$result; $said; "
        + "$log.ToHTML(); $log.ToXML(); [string]$log; $log | ConvertTo-Json -Depth 8 -WarningAction Ignore; "
        + "$Error | Format-List * -Force | Out-String -Width 4000";

    private readonly Session _session = new();

    public static TheoryData<string> Calls =>
    [
        "ClientAuth -ua sip:alice@contoso.example -uc $alice",
        "Registration -ua sip:alice@contoso.example -uc $alice -ath Negotiate",
        "PhoneBootstrap -ph 101 -PIN $pin",
        "Presence -sa sip:alice@contoso.example -sc $alice -pa sip:bob@contoso.example -pc $bob",
        "AVEdgeConnectivity -ua sip:alice@contoso.example -uc $alice",
    ];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public void What_proves_the_user_is_in_nothing_that_is_written(string call)
    {
        _session.Run(
            $"$alice = {LabFixture.Credential("alice", "Dial-Tone-1")}; "
            + $"$bob = {LabFixture.Credential("bob", "Dial-Tone-2")}; "
            + "$pin = ConvertTo-SecureString 24681 -AsPlainText -Force").Errors.ShouldBeEmpty();
        var run = _session.Run(
            $"$result = Test-Dialtone{call} {lab.Here} -Verbose -Debug:$false -ovv said -olv log");
        var all = $"{run}\n{_session.Run(Everything).Text}";

        all.ShouldContain("pool01.contoso.example");
        all.ShouldContain("REGISTER sip:contoso.example");
        foreach (var secret in Forms("Dial-Tone-1").Concat(Forms("Dial-Tone-2")).Concat(Forms("24681")))
        {
            all.ShouldNotContain(secret, Case.Insensitive);
        }

        all.ShouldNotContain("PRIVATE KEY");
    }

    private static IEnumerable<string> Forms(string secret) =>
    [
        secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), Convert.ToHexString(Encoding.Unicode.GetBytes(secret)),
    ];
}
