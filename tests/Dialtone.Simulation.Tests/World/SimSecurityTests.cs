using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.World;

public class SimSecurityTests
{
    private const string User = "alice@contoso.example";
    private const string Service = "sip/fe01.contoso.example";
    private const string Identity = "fe01";

    private static readonly FlowId Client = new(1);
    private static readonly FlowId Server = new(2);
    private static readonly KerberosLogon Alice = KerberosLogon.Of("alice", "contoso.example", "correct horse");

    private readonly SimWorld _world = new(7);
    private SimNode? _place;

    [Fact]
    public void A_certificate_is_made_issued_and_read_as_any_other()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Proof().Certificate.Span);

        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe(User);
        certificate.NotAfter.ToUniversalTime().ShouldBe(_world.Start.UtcDateTime.AddDays(180));
        certificate.GetRSAPublicKey()!.KeySize.ShouldBe(2048);
    }

    [Fact]
    public void A_request_that_is_none_is_not_issued()
    {
        Do(new NetEffect.IssueCertificate(Client, "no request"u8.ToArray(), Terms))
            .OfType<NetInput.SecurityFailed>().ShouldHaveSingleItem().Why.ShouldBe(SecurityFault.Malformed);
    }

    [Fact]
    public void Both_sides_of_a_handshake_get_the_same_keys_and_see_each_others_certificate()
    {
        var proof = Proof();
        var told = Handshake(proof);

        var (client, server) = (Result(told, Client), Result(told, Server));
        server.PeerCertificate.ToArray().ShouldBe(proof.Certificate.ToArray());
        client.PeerCertificate.Length.ShouldBeGreaterThan(500);
        SimKeysOf(client).ShouldBe(SimKeysOf(server));
    }

    [Fact]
    public void A_token_changed_anywhere_makes_no_keys()
    {
        var proof = Proof();
        var tokens = Handshake(proof).OfType<NetInput.TlsDskStepped>().Where(step => !step.Token.IsEmpty).ToList();
        for (var number = 0; number < tokens.Count; number++)
        {
            for (var at = 0; at < tokens[number].Token.Length; at += 7)
            {
                var (changed, place) = (number, at);
                var told = Handshake(proof, (i, token) => i == changed
                    ? [.. token[..place], (byte)(token[place] ^ 4), .. token[(place + 1)..]] : token);
                told.OfType<NetInput.SecurityFailed>().Count().ShouldBe(1, $"token {changed}, byte {place}");
                told.OfType<NetInput.TlsDskStepped>().ShouldNotContain(
                    step => step.Flow == Client && step.Result != null);
            }
        }
    }

    [Fact]
    public void Another_certificates_key_proves_nothing()
    {
        var (mine, other) = (Proof(), Proof());
        Do(new NetEffect.BeginTlsDsk(Client, mine with { Key = other.Key }))
            .OfType<NetInput.SecurityFailed>().ShouldHaveSingleItem().Why.ShouldBe(SecurityFault.Malformed);
    }

    [Fact]
    public void A_host_without_the_libraries_says_so()
    {
        var proof = Proof();
        (_place!.Host.HasOpenSsl, _place.Host.HasKerberos) = (false, false);
        NetEffect[] effects =
        [
            new NetEffect.BeginTlsDsk(Client, proof),
            new NetEffect.AcceptTlsDsk(Server, Identity),
            new NetEffect.AskTicket(new(3), Service, Alice),
        ];
        Do(effects).OfType<NetInput.SecurityFailed>().Select(failed => failed.Why)
            .ShouldBe(Enumerable.Repeat(SecurityFault.NotAvailable, 3));
    }

    [Fact]
    public void Handshakes_fail_as_often_as_the_weather_says()
    {
        var proof = Proof();
        _world.Weather = new() { HandshakeFailure = 1000 };
        Do(new NetEffect.BeginTlsDsk(Client, proof))
            .OfType<NetInput.SecurityFailed>().ShouldHaveSingleItem().Why.ShouldBe(SecurityFault.HandshakeFailed);
    }

    [Fact]
    public void A_ticket_signs_for_both_sides()
    {
        Stock();
        var (given, taken) = Ticket();

        taken.Principal.ShouldBe("alice@CONTOSO.EXAMPLE");
        Signs(given.Signer, taken.Signer).ShouldBeTrue();
        Signs(taken.Signer, given.Signer).ShouldBeTrue();
        Signs(given.Signer, given.Signer).ShouldBeFalse();
    }

    [Fact]
    public void A_token_of_another_service_or_changed_on_the_way_is_not_taken()
    {
        Stock();
        var token = Ticket().Given.Token.ToArray();
        Take("sip/fe02.contoso.example", token).ShouldBe(SecurityFault.ServiceUnknown);
        for (var at = 0; at < token.Length; at++)
        {
            Take(Service, token[..at]).ShouldBe(SecurityFault.Malformed);
            token[at] ^= 1;
            // The outermost length is nobody's concern.
            if (at >= 4)
            {
                Take(Service, token).ShouldBe(SecurityFault.Malformed, $"byte {at}");
            }

            token[at] ^= 1;
        }
    }

    [Fact]
    public void What_a_ticket_server_has_against_a_user_is_told_apart()
    {
        Stock();
        Ask(Service, Alice).ShouldBeNull();
        Ask(Service, KerberosLogon.Of("mallory", "contoso.example", "x")).ShouldBe(SecurityFault.UserUnknown);
        Ask(Service, KerberosLogon.Of("alice", "fabrikam.example", "x")).ShouldBe(SecurityFault.UserUnknown);
        Ask(Service, KerberosLogon.Of("alice", "contoso.example", "x")).ShouldBe(SecurityFault.CredentialRejected);
        Ask("sip/fe09.contoso.example", Alice).ShouldBe(SecurityFault.ServiceUnknown);
        Ask(Service, KerberosLogon.Cache).ShouldBe(SecurityFault.NoCredential);
        _place!.Host.TicketOf = "alice";
        Ask(Service, KerberosLogon.Cache).ShouldBeNull();
        _place.Host.ClockError = TimeSpan.FromMinutes(6);
        Ask(Service, Alice).ShouldBe(SecurityFault.ClockSkew);
        _world.Tickets.Refusal = SecurityFault.AccountUnusable;
        Ask(Service, Alice).ShouldBe(SecurityFault.AccountUnusable);
        _world.Tickets.IsSilent = true;
        Ask(Service, Alice).ShouldBe(SecurityFault.NoTicketServer);
    }

    [Fact]
    public void A_certificate_is_stored_beside_the_memory()
    {
        _ = Do(new NetEffect.Save(new byte[] { 1 }), new NetEffect.SaveCertificate(new byte[] { 2 }));
        _place!.Stored!.Value.ToArray().ShouldBe([1]);
        _place.StoredCertificate!.Value.ToArray().ShouldBe([2]);
        _ = Do(new NetEffect.SaveCertificate(null));
        _place.StoredCertificate.ShouldBeNull();
        _ = _place.Stored.ShouldNotBeNull();
    }

    private CertificateTerms Terms => new(User, _world.Start, _world.Start.AddDays(180));

    private ClientCertificate Proof()
    {
        var made = Do(new NetEffect.MakeCertificateRequest(Client, User))
            .OfType<NetInput.CertificateRequestMade>().ShouldHaveSingleItem();
        var issued = Do(new NetEffect.IssueCertificate(Client, made.Request, Terms))
            .OfType<NetInput.CertificateIssued>().ShouldHaveSingleItem();
        return new(issued.Certificate, made.Key);
    }

    private List<NetInput> Handshake(ClientCertificate proof, Func<int, byte[], byte[]>? change = null)
    {
        var number = 0;
        return Do(
            (input, effects) =>
            {
                if (input is NetInput.TlsDskStepped { Token.IsEmpty: false } step)
                {
                    var token = step.Token.ToArray();
                    token = change?.Invoke(number++, token) ?? token;
                    effects.Add(new NetEffect.ContinueTlsDsk(step.Flow == Client ? Server : Client, token));
                }
            },
            new NetEffect.AcceptTlsDsk(Server, Identity),
            new NetEffect.BeginTlsDsk(Client, proof));
    }

    private static TlsDskResult Result(List<NetInput> told, FlowId side) => told.OfType<NetInput.TlsDskStepped>()
        .Single(step => step.Flow == side && step.Result is not null).Result!;

    [System.Runtime.CompilerServices.UnsafeAccessor(
        System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = "_exported")]
    private static extern ref byte[] Exported(Dialtone.Wire.Auth.TlsDsk.TlsDskKeys keys);

    private static string SimKeysOf(TlsDskResult result) => Convert.ToHexString(Exported(result.Keys));

    private void Stock()
    {
        _world.Tickets.Users["alice"] = "correct horse";
        _ = _world.Tickets.Services.Add(Service);
    }

    private (NetInput.TicketGiven Given, NetInput.TicketTaken Taken) Ticket()
    {
        var given = Do(new NetEffect.AskTicket(Client, Service, Alice)).OfType<NetInput.TicketGiven>()
            .ShouldHaveSingleItem();
        return (given, Do(new NetEffect.TakeTicket(Client, Service, given.Token)).OfType<NetInput.TicketTaken>()
            .ShouldHaveSingleItem());
    }

    private SecurityFault? Ask(string service, KerberosLogon logon) =>
        Do(new NetEffect.AskTicket(Client, service, logon)).OfType<NetInput.SecurityFailed>().SingleOrDefault()?.Why;

    private SecurityFault? Take(string service, byte[] token) =>
        Do(new NetEffect.TakeTicket(Client, service, token)).OfType<NetInput.SecurityFailed>().SingleOrDefault()?.Why;

    private static bool Signs(MessageSigner from, MessageSigner to)
    {
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        var length = from.Sign("<REGISTER>"u8, signature);
        return to.Verify("<REGISTER>"u8, signature[..length]) && !to.Verify("<register>"u8, signature[..length]);
    }

    private List<NetInput> Do(params NetEffect[] effects) => Do((_, _) => { }, effects);

    /// <summary>Has a node of its own do something, and waits a minute.</summary>
    private List<NetInput> Do(Action<NetInput, NetEffects> then, params NetEffect[] effects)
    {
        var node = new ToyNode((_, _, input, wanted) =>
        {
            ToyWorld.OnPower(input, () => Array.ForEach(effects, wanted.Add));
            then(input, wanted);
        });
        if (_place is null)
        {
            _world.Certificates[Identity] = ToyWorld.Facts with
            {
                Chain = [new("fe01", "Lab CA", [], _world.Start, _world.Start.AddDays(9), "", "RSA", 2048, true)],
            };
            _place = _world.Place(_world.AddHost("here", IpAddress.V4(192, 0, 2, 9)), "here", node);
            _world.PowerOn(_place);
        }
        else
        {
            _world.PowerCut(_place);
            _world.PowerOn(_place, node);
        }

        _world.RunTo(_world.Time + TimeSpan.FromMinutes(1));
        return [.. node.Seen.Select(seen => seen.Input)];
    }
}
