using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Lab.Nodes;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>
/// TLS-DSK and Kerberos at the Registrar, whose host does the cryptography: what it is asked for, and what comes of its
/// answers.
/// </summary>
public class RegistrarHostTests
{
    private const string Alice = "alice@contoso.example";

    private static readonly TlsDskKeys Keys = new(new byte[TlsDskKeys.ExportedBytes], TlsDskHash.Sha1);

    private readonly PublishedCertificates _published = new();
    private readonly HandDrivenRegistrar _registrar;
    private readonly SignedMessages _messages = new(SipScheme.TlsDsk);
    private readonly FlowId _connection;

    public RegistrarHostTests()
    {
        _registrar = new(SigningClient.NewRegistrar(_published));
        _connection = _registrar.Connect();
    }

    [Fact]
    public void TLS_DSK_takes_two_challenges_and_then_a_signature_alone()
    {
        var accept = Begin();
        var first = _messages.Challenge(Step([2, 2, 2], accept.Flow));
        first.Token!.Value.ToArray().ShouldBe([2, 2, 2]);

        _messages.Opaque = first.Opaque!;
        _registrar.Say(_connection, _messages.Request(authorization: _messages.Header([3, 3]))).ShouldBeEmpty();
        _registrar.Only<NetEffect.ContinueTlsDsk>().Token.ToArray().ShouldBe([3, 3]);
        var second = _messages.Challenge(Step([4], accept.Flow, Published(Alice)));
        second.Token!.Value.ToArray().ShouldBe([4]);
        second.Opaque.ShouldBe(first.Opaque);
        _registrar.Only<NetEffect.Close>().Flow.ShouldBe(accept.Flow);

        _messages.Signer = new TlsDskSigner(Keys, SipSide.Client);
        var answer = _registrar.Say(_connection, _messages.Signed());
        RawSipClient.Status(answer).ShouldBe(200);
        _messages.IsSigned(answer).ShouldBeTrue();
        _registrar.Registrar.Observed.Registers.ShouldBe(3);
    }

    [Fact]
    public void Others_are_answered_while_the_host_works()
    {
        var accept = Begin();
        var other = _registrar.Connect();

        RawSipClient.Status(_registrar.Say(other, _messages.Request("OPTIONS"))).ShouldBe(401);
        RawSipClient.Status(_registrar.Say(_connection, _messages.Request())).ShouldBe(401);

        _messages.Challenge(Step([2], accept.Flow)).Token!.Value.ToArray().ShouldBe([2]);
    }

    [Theory]
    [InlineData("bob@contoso.example", 403, "4004;")]
    [InlineData("carol@contoso.example", 401, "1000;")]
    [InlineData("alice", 401, "1000;")]
    public void A_certificate_proves_whom_it_names_and_nobody_else(string name, int status, string diagnostics)
    {
        var answer = Prove(Published(name));

        RawSipClient.Status(answer).ShouldBe(status);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldStartWith(diagnostics);
    }

    [Fact]
    public void A_certificate_that_was_not_published_for_the_user_proves_nobody()
    {
        var answer = Prove(Certificate(Alice));

        _messages.Challenge(answer).Token.ShouldBeNull();
        RawSipClient.Header(answer, "ms-diagnostics").ShouldBe(
            "1000;reason=\"Final handshake failed\";source=\"fe1.contoso.example\""
            + ";detail=\"The certificate was not published for the user\"");
    }

    [Fact]
    public void A_certificate_that_was_taken_back_or_is_over_proves_nobody()
    {
        var certificate = Published(Alice);
        _registrar.WallClock += TimeSpan.FromDays(31);
        RawSipClient.Header(Prove(certificate), "ms-diagnostics").ShouldStartWith("1000;");

        _registrar.WallClock -= TimeSpan.FromDays(31);
        _published.Revoke("alice");
        RawSipClient.Header(Prove(certificate), "ms-diagnostics").ShouldStartWith("1000;");
    }

    [Fact]
    public void An_association_ends_with_its_certificate()
    {
        _registrar.WallClock = new(2026, 12, 21, 23, 0, 0, TimeSpan.Zero);
        RawSipClient.Status(Prove(Published(Alice))).ShouldBe(401);
        _messages.Signer = new TlsDskSigner(Keys, SipSide.Client);
        RawSipClient.Status(_registrar.Say(_connection, _messages.Signed())).ShouldBe(200);

        _registrar.Time += TimeSpan.FromHours(1);

        RawSipClient.Status(_registrar.Say(_connection, _messages.Signed())).ShouldBe(401);
    }

    [Fact]
    public void A_handshake_that_fails_is_told_and_gone()
    {
        var accept = Begin();

        var answer = Tell(new NetInput.SecurityFailed(accept.Flow, SecurityFault.HandshakeFailed, "alert"));

        _messages.Challenge(answer).Token.ShouldBeNull();
        RawSipClient.Header(answer, "ms-diagnostics").ShouldContain("HandshakeFailed");
        _registrar.Asked.OfType<NetEffect.Close>().ShouldBeEmpty();
    }

    [Fact]
    public void The_end_of_a_connection_ends_its_handshake()
    {
        var accept = Begin();

        _registrar.Tell(new NetInput.Ended(_connection, ChannelEnd.ClosedByPeer));
        _registrar.Only<NetEffect.Close>().Flow.ShouldBe(accept.Flow);

        Tell(new NetInput.TlsDskStepped(accept.Flow, new byte[] { 1 }, null)).ShouldBeEmpty();
    }

    [Fact]
    public void Handshakes_that_are_begun_and_left_are_ended()
    {
        var first = Begin().Flow;
        for (var i = 0; i < 7; i++)
        {
            Begin();
        }

        Begin();

        _registrar.Only<NetEffect.Close>().Flow.ShouldBe(first);
    }

    [Fact]
    public void Kerberos_takes_one_request_which_is_signed()
    {
        var kerberos = new SignedMessages(SipScheme.Kerberos) { Signer = new TlsDskSigner(Keys, SipSide.Client) };
        _registrar.Say(_connection, kerberos.Signed(token: [7, 7])).ShouldBeEmpty();
        var take = _registrar.Only<NetEffect.TakeTicket>();
        take.Service.ShouldBe("sip/fe1.contoso.example");
        take.Token.ToArray().ShouldBe([7, 7]);

        var answer = Tell(new NetInput.TicketTaken(
            take.Flow, "alice@CONTOSO.EXAMPLE", new TlsDskSigner(Keys, SipSide.Server)));

        RawSipClient.Status(answer).ShouldBe(200);
        kerberos.IsSigned(answer).ShouldBeTrue();
    }

    [Theory]
    [InlineData("alice@FABRIKAM.EXAMPLE", 401, "1000;")]
    [InlineData("carol@CONTOSO.EXAMPLE", 401, "1000;")]
    [InlineData("bob@CONTOSO.EXAMPLE", 403, "4004;")]
    [InlineData("alice", 401, "1000;")]
    public void A_principal_proves_whom_it_names(string principal, int status, string diagnostics)
    {
        var answer = AnswerTicket(flow => new NetInput.TicketTaken(
            flow, principal, new TlsDskSigner(Keys, SipSide.Server)));

        RawSipClient.Status(answer).ShouldBe(status);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldStartWith(diagnostics);
    }

    [Fact]
    public void A_clock_that_is_wrong_is_told_apart()
    {
        RawSipClient.Header(
            AnswerTicket(flow => new NetInput.SecurityFailed(flow, SecurityFault.ClockSkew)),
            "ms-diagnostics").ShouldStartWith("1013;");
        RawSipClient.Header(
            AnswerTicket(flow => new NetInput.SecurityFailed(flow, SecurityFault.Malformed)),
            "ms-diagnostics").ShouldStartWith("1000;");
    }

    [Fact]
    public void A_ticket_whose_request_is_signed_with_another_key_proves_nobody()
    {
        var other = new TlsDskKeys([.. Enumerable.Repeat((byte)1, TlsDskKeys.ExportedBytes)], TlsDskHash.Sha1);

        var answer = AnswerTicket(flow => new NetInput.TicketTaken(
            flow, "alice@CONTOSO.EXAMPLE", new TlsDskSigner(other, SipSide.Server)));

        RawSipClient.Header(answer, "ms-diagnostics").ShouldContain("The signature is wrong");
    }

    private NetEffect.AcceptTlsDsk Begin()
    {
        _messages.Opaque = "";
        _registrar.Say(_connection, _messages.Request(authorization: _messages.Header([1, 1, 1]))).ShouldBeEmpty();
        var accept = _registrar.Only<NetEffect.AcceptTlsDsk>();
        accept.Identity.ShouldBe("pool01");
        var step = _registrar.Only<NetEffect.ContinueTlsDsk>();
        step.Flow.ShouldBe(accept.Flow);
        step.Token.ToArray().ShouldBe([1, 1, 1]);
        return accept;
    }

    /// <summary>The whole handshake, by a certificate, up to its last answer.</summary>
    private string Prove(ReadOnlyMemory<byte> certificate)
    {
        var accept = Begin();
        _messages.Opaque = _messages.Challenge(Step([2], accept.Flow)).Opaque!;
        _registrar.Say(_connection, _messages.Request(authorization: _messages.Header([3]))).ShouldBeEmpty();
        return Step([4], accept.Flow, certificate);
    }

    private string Step(byte[] token, FlowId flow, ReadOnlyMemory<byte>? certificate = null) => Tell(
        new NetInput.TlsDskStepped(
            flow, token, certificate is { } der ? new(Keys, "TLSv1.2", "AES256-SHA", der) : null));

    private string AnswerTicket(Func<FlowId, NetInput> answer)
    {
        var kerberos = new SignedMessages(SipScheme.Kerberos) { Signer = new TlsDskSigner(Keys, SipSide.Client) };
        _registrar.Say(_connection, kerberos.Signed(token: [7])).ShouldBeEmpty();
        return Tell(answer(_registrar.Only<NetEffect.TakeTicket>().Flow));
    }

    private string Tell(NetInput input)
    {
        _registrar.Tell(input);
        return _registrar.Sent(_connection);
    }

    private ReadOnlyMemory<byte> Published(string name)
    {
        var certificate = Certificate(name);
        _published.Publish(name.Split('@')[0], certificate.Span);
        return certificate;
    }

    private ReadOnlyMemory<byte> Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var from = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        using var made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(from, from.AddDays(30));
        return made.RawData;
    }
}
