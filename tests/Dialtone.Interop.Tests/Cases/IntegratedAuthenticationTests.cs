using System.Net.Sockets;
using System.Text;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Security;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Live;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Ntlm;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>A device's proofs towards Apache: NTLM to gss-ntlmssp, tickets of MIT's KDC to MIT's library.</summary>
public sealed class IntegratedAuthenticationTests : IDisposable
{
    private const string User = $"CONTOSO:{Kdc.User}:{Kdc.Password}";
    private const string Login = $"CONTOSO\\{Kdc.User}";

    private readonly string directory = Directory.CreateTempSubdirectory("dialtone-interop-").FullName;
    private readonly FlowIds flows = new();

    [Theory]
    [InlineData(Login, Kdc.Password, 200, WebProof.Accepted)]
    [InlineData(Login, "another", 401, WebProof.Refused)]
    [InlineData("CONTOSO\\bob", Kdc.Password, 401, WebProof.Refused)]
    public async Task Ntlm_proves_a_connection(string login, string password, int status, WebProof proof)
    {
        Apache.SkipUnlessInstalled();
        await using var apache = await Apache.StartAsync(directory, User);
        var authentication = Authentication(null, NtlmAccount.Of(login, NtlmSecret.FromPassword(password)));
        var request = Request(apache, "/ntlm", authentication);

        var caller = await WebCaller.RunAsync(null, flows, request, request);

        var outcomes = caller.Outcomes.ConvertAll(each => each.Outcome);
        (outcomes[0].HttpStatus, outcomes[0].Proof, outcomes[0].Scheme).ShouldBe((status, proof, "NTLM"), apache.Log);
        if (status == 200)
        {
            // The connection is proved, and nobody is asked again on it.
            Encoding.ASCII.GetString(caller.Outcomes[1].Body).ShouldBe("ntlm");
            outcomes[1].Proof.ShouldBe(WebProof.NotAsked);
            caller.Connections.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("/kerberos", false, "Kerberos", WebProof.Accepted)]
    [InlineData("/both", true, "Kerberos", WebProof.Accepted)]
    public async Task A_ticket_proves_the_user(string target, bool hasNtlm, string scheme, WebProof proof)
    {
        var outcome = await AskAsync(target, KerberosLogon.Of(Kdc.User, Kdc.Realm, Kdc.Password), hasNtlm);

        (outcome.Outcome.Proof, outcome.Outcome.Scheme).ShouldBe((proof, scheme), outcome.Log);
        outcome.Outcome.HttpStatus.ShouldBe(200);
    }

    [Fact]
    public async Task Where_no_ticket_is_to_be_had_ntlm_takes_its_place()
    {
        var outcome = await AskAsync("/both", KerberosLogon.Of(Kdc.User, Kdc.DeadRealm, Kdc.Password), hasNtlm: true);

        (outcome.Outcome.Proof, outcome.Outcome.Scheme).ShouldBe((WebProof.Accepted, "NTLM"), outcome.Log);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private async Task<(WebOutcome Outcome, string Log)> AskAsync(string target, KerberosLogon logon, bool hasNtlm)
    {
        Apache.SkipUnlessInstalled();
        Requirements.SkipUnlessInstalled(Kdc.Programs);
        await using var kdc = await Kdc.StartAsync(directory, FreeAddress());
        SecurityHost.SetVariable("KRB5_CONFIG", kdc.ClientConfiguration);
        SecurityHost.SetVariable("KRB5CCNAME", $"FILE:{directory}/cache");
        await using var apache = await Apache.StartAsync(directory, User, kdc);
        var ntlm = hasNtlm ? NtlmAccount.Of(Login, NtlmSecret.FromPassword(Kdc.Password)) : null;

        var caller = await WebCaller.RunAsync(
            null, flows, Request(apache, target, Authentication(logon, ntlm)));

        return (caller.Outcomes.Single().Outcome, apache.Log);
    }

    private IntegratedAuthentication Authentication(KerberosLogon? kerberos, NtlmAccount? ntlm) =>
        new(kerberos, ntlm, new SystemEntropy(), flows);

    private static WebRequest Request(Apache apache, string target, WebAuthentication authentication) =>
        new(new(HostName.Parse(Kdc.FrontEnd), target, false, apache.Port)) { Authentication = authentication };

    private static string FreeAddress()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }
}
