using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;

namespace Dialtone.Lab.World;

/// <summary>
/// Keys, tickets and handshakes of a world, as a live host has them from OpenSSL and the platform. Its chance is a
/// stream of its own: a world that asks for none of this runs as it always did.
/// </summary>
internal sealed class SimSecurity
{
    private const string Authority = "Dialtone Lab";

    private readonly SimWorld _world;
    private readonly SeededEntropy _entropy;
    private readonly byte[] _serviceKey = new byte[32];
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Certificate, SimKey Key)> _identities =
        new(StringComparer.Ordinal);

    public SimSecurity(SimWorld world, SeededEntropy entropy)
    {
        (_world, _entropy) = (world, entropy);
        entropy.Fill(_serviceKey);
    }

    /// <summary>Makes a key pair, which takes some tenths of a second, and a request.</summary>
    public void Make(SimNode node, NetEffect.MakeCertificateRequest make)
    {
        var key = NewKey();
        Answer(
            node,
            new NetInput.CertificateRequestMade(
                make.Flow, SimCertificate.Request(make.CommonName, key), new(key.Pkcs8())),
            TimeSpan.FromMilliseconds(40),
            TimeSpan.FromMilliseconds(400));
    }

    public void Issue(SimNode node, NetEffect.IssueCertificate issue) => AnswerSoon(
        node,
        SimCertificate.KeyOfRequest(issue.Request) is { } key
            ? new NetInput.CertificateIssued(
                issue.Flow,
                SimCertificate.Issue(
                    Authority, issue.Terms.CommonName, key, NewKey().Number, issue.Terms.NotBefore,
                    issue.Terms.NotAfter))
            : new NetInput.SecurityFailed(
                issue.Flow, SecurityFault.Malformed, "not a certificate request signed with its own key"));

    /// <summary>Begins a handshake; <c>null</c> where it cannot begin, of which the node is told.</summary>
    public SimHandshake? Begin(SimNode node, NetEffect.BeginTlsDsk begin)
    {
        if (!IsReady(node, begin.Flow))
        {
            return null;
        }

        var certificate = begin.Certificate.Certificate;
        if (SimKey.OfPkcs8(begin.Certificate.Key.Pkcs8) is not { } key || SimCertificate.KeyOf(certificate) != key)
        {
            Fail(node, begin.Flow, SecurityFault.Malformed, "key values mismatch");
            return null;
        }

        var handshake = new SimHandshake(node, begin.Flow, certificate, key, isClient: true);
        Step(handshake, []);
        return handshake;
    }

    /// <summary>Waits for a client's handshake; <c>null</c> where it cannot, of which the node is told.</summary>
    public SimHandshake? Accept(SimNode node, NetEffect.AcceptTlsDsk accept)
    {
        if (!IsReady(node, accept.Flow))
        {
            return null;
        }

        var (certificate, key) = IdentityOf(accept.Identity);
        return new(node, accept.Flow, certificate, key, isClient: false);
    }

    public void Step(SimHandshake handshake, ReadOnlySpan<byte> token) => AnswerSoon(
        handshake.Node,
        _entropy.Chance(_world.Weather.HandshakeFailure)
            ? new NetInput.SecurityFailed(handshake.Id, SecurityFault.HandshakeFailed, "handshake failure")
            : handshake.Step(token, _entropy));

    public void Ask(SimNode node, NetEffect.AskTicket ask)
    {
        var server = _world.Tickets;
        if (!node.Host.HasKerberos)
        {
            Fail(node, ask.Flow, SecurityFault.NotAvailable, "Kerberos needs a GSSAPI library.");
            return;
        }

        if (server.IsSilent || node.Host.IsMute)
        {
            Answer(
                node,
                new NetInput.SecurityFailed(ask.Flow, SecurityFault.NoTicketServer, "Cannot contact any KDC"),
                SimTicketServer.Patience, SimTicketServer.Patience);
            return;
        }

        NetInput answer = server.Judge(ask.Service, ask.Logon, node.Host) is { } refused
            ? new NetInput.SecurityFailed(ask.Flow, refused.Why, refused.Detail)
            : Give(ask, ask.Logon.Password is null ? node.Host.TicketOf! : ask.Logon.User);
        Answer(node, answer, server.Latency, 2 * server.Latency);
    }

    public void Take(SimNode node, NetEffect.TakeTicket take) => AnswerSoon(
        node,
        !SimTicket.TryRead(take.Token.Span, _serviceKey, out var ticket)
            ? new NetInput.SecurityFailed(take.Flow, SecurityFault.Malformed, "Invalid token was supplied")
        : !string.Equals(ticket.Service, take.Service, StringComparison.OrdinalIgnoreCase)
            ? new NetInput.SecurityFailed(take.Flow, SecurityFault.ServiceUnknown, "Wrong principal in request")
        : node.Host.ClockError.Duration() > SimTicketServer.SkewMax
            ? new NetInput.SecurityFailed(take.Flow, SecurityFault.ClockSkew, "Clock skew too great")
        : new NetInput.TicketTaken(take.Flow, ticket.Principal, new SimTicketSigner(ticket.Key, isClient: false)));

    private NetInput.TicketGiven Give(NetEffect.AskTicket ask, string user)
    {
        var key = new byte[32];
        _entropy.Fill(key);
        var ticket = new SimTicket(ask.Service, $"{user}@{_world.Tickets.Realm}", key);
        return new(ask.Flow, ticket.Write(_serviceKey), new SimTicketSigner(key, isClient: true));
    }

    // A server's certificate is that of its connections, with a key of its own.
    private (ReadOnlyMemory<byte> Certificate, SimKey Key) IdentityOf(string name)
    {
        if (!_identities.TryGetValue(name, out var identity))
        {
            var facts = _world.Certificates[name].Chain[0];
            var key = NewKey();
            var der = SimCertificate.Issue(
                facts.Issuer, facts.Subject, key, key.Number, facts.NotBefore, facts.NotAfter);
            _identities.Add(name, identity = (der, key));
        }

        return identity;
    }

    private SimKey NewKey() => new(new UInt128(_entropy.Next() >> 1, _entropy.Next() | 1));

    private bool IsReady(SimNode node, FlowId flow)
    {
        if (node.Host.HasOpenSsl)
        {
            return true;
        }

        Fail(node, flow, SecurityFault.NotAvailable, "TLS-DSK needs OpenSSL 3.");
        return false;
    }

    private void Fail(SimNode node, FlowId flow, SecurityFault why, string detail) =>
        _world.Post(_world.Ticks, node, new NetInput.SecurityFailed(flow, why, detail));

    // What processors need for one operation with a private key.
    private void AnswerSoon(SimNode node, NetInput input) =>
        Answer(node, input, TimeSpan.FromMilliseconds(0.2), TimeSpan.FromMilliseconds(3));

    private void Answer(SimNode node, NetInput input, TimeSpan least, TimeSpan most) =>
        _world.Post(_world.Ticks + _entropy.Between(least, most).Ticks, node, input);
}
