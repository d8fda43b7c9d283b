using System.Net;
using System.Net.Security;
using System.Security.Principal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Live;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Interop.Tests.Security;

/// <summary>The host's Kerberos against MIT's KDC, and .NET's NegotiateAuthentication as the other end.</summary>
public sealed class KerberosTests(KdcFixture realm) : IClassFixture<KdcFixture>, IAsyncLifetime
{
    private const string Service = $"sip/{Kdc.FrontEnd}";

    private static readonly byte[] Text = "<Kerberos><2A1C><1><SIP Communications Service>"u8.ToArray();

    private static KerberosLogon Alice => KerberosLogon.Of(Kdc.User, Kdc.Realm, Kdc.Password);

    private LiveSettings Server => new() { Keytab = realm.Kdc.Keytab };

    public ValueTask InitializeAsync() => realm.UseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_ticket_got_for_a_password_is_taken_and_signs_for_both_sides()
    {
        var given = await GiveAsync();
        var taken = await TakeAsync(given.Token);

        taken.Principal.ShouldBe($"{Kdc.User}@{Kdc.Realm}");
        Agree(given.Signer, taken.Signer);
    }

    [Fact]
    public async Task Tokens_are_those_of_kerberos_itself_and_signatures_those_of_RFC_4121()
    {
        var given = await GiveAsync();

        var header = Convert.ToHexString(given.Token.Span[..18]);
        header[..4].ShouldBe("6082");
        header[8..].ShouldBe("06092A864886F71201020201" + "00" + "6E");
        var signature = SignatureOf(given.Signer, Text);
        signature.Length.ShouldBe(28);
        signature[..8].ShouldBe([4, 4, 0, 255, 255, 255, 255, 255]);
    }

    [Fact]
    public async Task Dotnets_own_server_takes_the_ticket_and_the_signatures()
    {
        var given = await GiveAsync();
        using var server = new NegotiateAuthentication(
            new NegotiateAuthenticationServerOptions { Package = "Kerberos" });

        _ = server.GetOutgoingBlob(given.Token.Span, out var status);

        status.ShouldBe(NegotiateAuthenticationStatusCode.Completed);
        server.RemoteIdentity.Name.ShouldBe($"{Kdc.User}@{Kdc.Realm}");
        server.VerifyIntegrityCheck(Text, SignatureOf(given.Signer, Text)).ShouldBeTrue();
        Verifies(given.Signer, Text, SignatureOf(server, Text)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Kerberos")]
    [InlineData("Negotiate")]
    public async Task Dotnets_own_client_gives_a_ticket_that_is_taken(string package)
    {
        using var client = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            Package = package,
            TargetName = Service,
            Credential = new NetworkCredential(Kdc.User, Kdc.Password, Kdc.Realm),
            RequiredProtectionLevel = ProtectionLevel.Sign,
            AllowedImpersonationLevel = TokenImpersonationLevel.Identification,
        });
        var token = client.GetOutgoingBlob([], out _)!;
        token.AsSpan().IndexOf(new byte[] { 0x2B, 6, 1, 5, 5, 2 }).ShouldBe(package == "Kerberos" ? -1 : 6);

        var taken = await TakeAsync(token);

        taken.Principal.ShouldBe($"{Kdc.User}@{Kdc.Realm}");
        if (package == "Kerberos")
        {
            Verifies(taken.Signer, Text, SignatureOf(client, Text)).ShouldBeTrue();
            client.VerifyIntegrityCheck(Text, SignatureOf(taken.Signer, Text)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Signatures_are_verified_in_any_order_and_those_of_others_never()
    {
        var given = await GiveAsync();
        var taken = await TakeAsync(given.Token);
        var (first, second) = (SignatureOf(given.Signer, "1"u8), SignatureOf(given.Signer, "2"u8));

        Verifies(taken.Signer, "2"u8, second).ShouldBeTrue();
        Verifies(taken.Signer, "1"u8, first).ShouldBeTrue();
        Verifies(taken.Signer, "1"u8, first).ShouldBeTrue();
        Verifies(taken.Signer, "2"u8, first).ShouldBeFalse();
        Verifies(given.Signer, "1"u8, first).ShouldBeFalse();
        Verifies(taken.Signer, "1"u8, first.AsSpan(..^1)).ShouldBeFalse();
        Verifies(taken.Signer, "1"u8, []).ShouldBeFalse();
        first[^1] ^= 1;
        Verifies(taken.Signer, "1"u8, first).ShouldBeFalse();
        var other = await GiveAsync();
        Verifies(taken.Signer, Text, SignatureOf(other.Signer, Text)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_ticket_cache_serves_without_a_password()
    {
        (await FaultOfAsync(KerberosLogon.Cache)).Why.ShouldBe(SecurityFault.NoCredential);

        string[] kinit =
        [
            $"KRB5_CONFIG={realm.Kdc.ClientConfiguration}", $"KRB5CCNAME={realm.Cache}", "kinit", Kdc.User,
        ];
        _ = await Tool.TryRunAsync("env", kinit, Kdc.Password + "\n");
        var given = await GiveAsync(KerberosLogon.Cache);
        Agree(given.Signer, (await TakeAsync(given.Token)).Signer);
    }

    [Theory]
    [InlineData("alice", Kdc.Realm, "wrong", Service, SecurityFault.CredentialRejected)]
    [InlineData("mallory", Kdc.Realm, "wrong", Service, SecurityFault.UserUnknown)]
    [InlineData(Kdc.LockedUser, Kdc.Realm, Kdc.Password, Service, SecurityFault.AccountUnusable)]
    [InlineData("alice", Kdc.Realm, Kdc.Password, "sip/fe09.contoso.example", SecurityFault.ServiceUnknown)]
    [InlineData("alice", Kdc.DeadRealm, Kdc.Password, Service, SecurityFault.NoTicketServer)]
    [InlineData("alice", "NOWHERE.EXAMPLE", Kdc.Password, Service, SecurityFault.NoTicketServer)]
    public async Task Why_there_is_no_ticket_is_told_apart(
        string user, string realm, string password, string service, SecurityFault why)
    {
        var failed = await SecurityHost.FailAsync(
            new NetEffect.AskTicket(SecurityHost.Flow, service, KerberosLogon.Of(user, realm, password)));

        failed.Why.ShouldBe(why, failed.Detail);
        failed.Detail.ShouldNotBeEmpty();
        failed.Detail.ShouldNotContain(password);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told_from_a_wrong_password()
    {
        Requirements.SkipUnlessInstalled("faketime");
        await using var ahead = await realm.StartAsync("ahead", "faketime", "-f", "+10m");
        SecurityHost.SetVariable("KRB5_CONFIG", ahead.ClientConfiguration);

        var failed = await FaultOfAsync(Alice);

        failed.Why.ShouldBe(SecurityFault.ClockSkew, failed.Detail);
    }

    [Fact]
    public async Task A_token_for_another_service_is_told_apart()
    {
        var failed = await SecurityHost.FailAsync(
            new NetEffect.TakeTicket(SecurityHost.Flow, $"HTTP/{Kdc.FrontEnd}", (await GiveAsync()).Token), Server);

        failed.Why.ShouldBe(SecurityFault.ServiceUnknown, failed.Detail);
    }

    [Fact]
    public async Task A_server_without_keys_says_so()
    {
        var failed = await SecurityHost.FailAsync(
            new NetEffect.TakeTicket(SecurityHost.Flow, Service, (await GiveAsync()).Token),
            new() { Keytab = realm.Kdc.Keytab + ".none" });

        failed.Why.ShouldBe(SecurityFault.NoCredential, failed.Detail);
    }

    [Fact]
    public async Task A_token_cut_short_or_changed_proves_nobody()
    {
        var token = (await GiveAsync()).Token.ToArray();
        for (var length = 0; length < token.Length; length += length < 40 ? 1 : 13)
        {
            _ = await SecurityHost.FailAsync(
                new NetEffect.TakeTicket(SecurityHost.Flow, Service, token.AsMemory(0, length)), Server);
        }

        for (var at = 0; at < token.Length; at += at < 40 ? 1 : 13)
        {
            token[at] ^= 0x10;
            var answer = await SecurityHost.AskAsync(
                new NetEffect.TakeTicket(SecurityHost.Flow, Service, token), Server);
            token[at] ^= 0x10;
            (answer as NetInput.TicketTaken)?.Principal.ShouldBe($"{Kdc.User}@{Kdc.Realm}", $"byte {at}");
        }
    }

    private static Task<NetInput.SecurityFailed> FaultOfAsync(KerberosLogon logon) =>
        SecurityHost.FailAsync(new NetEffect.AskTicket(SecurityHost.Flow, Service, logon));

    private static async Task<NetInput.TicketGiven> GiveAsync(KerberosLogon? logon = null) =>
        (await SecurityHost.AskAsync(new NetEffect.AskTicket(SecurityHost.Flow, Service, logon ?? Alice)))
        .ShouldBeOfType<NetInput.TicketGiven>();

    private async Task<NetInput.TicketTaken> TakeAsync(ReadOnlyMemory<byte> token) =>
        (await SecurityHost.AskAsync(new NetEffect.TakeTicket(SecurityHost.Flow, Service, token), Server))
        .ShouldBeOfType<NetInput.TicketTaken>();

    private static void Agree(MessageSigner one, MessageSigner other)
    {
        Verifies(other, Text, SignatureOf(one, Text)).ShouldBeTrue();
        Verifies(one, Text, SignatureOf(other, Text)).ShouldBeTrue();
    }

    private static byte[] SignatureOf(MessageSigner signer, ReadOnlySpan<byte> text)
    {
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        return signature[..signer.Sign(text, signature)].ToArray();
    }

    private static byte[] SignatureOf(NegotiateAuthentication peer, byte[] text)
    {
        var signature = new System.Buffers.ArrayBufferWriter<byte>();
        peer.ComputeIntegrityCheck(text, signature);
        return signature.WrittenSpan.ToArray();
    }

    private static bool Verifies(MessageSigner signer, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        signer.Verify(text, signature);
}
