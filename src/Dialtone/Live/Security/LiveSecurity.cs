using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;

namespace Dialtone.Live.Security;

/// <summary>
/// Keys, certificates and handshakes of one live node. What takes long is done on a thread of the pool and answered
/// through the inbox.
/// </summary>
internal sealed class LiveSecurity(LiveSettings settings, Inbox inbox) : IDisposable
{
    private const int RsaBits = 2048;

    private const string NoOpenSsl =
        "TLS-DSK needs OpenSSL 3 (libssl.so.3), which this machine does not have: install the package libssl3";

    // A device has one certificate, and begins many a handshake with it.
    private ClientCertificate? _certificate;
    private TlsDskIdentity? _identity;

    /// <summary>Begins a handshake; <c>null</c> where it cannot begin, of which the node is told.</summary>
    public TlsDskHandshake? Begin(NetEffect.BeginTlsDsk begin)
    {
        if (!IsReady(begin.Flow))
        {
            return null;
        }

        if (_certificate != begin.Certificate)
        {
            _identity?.Dispose();
            _certificate = begin.Certificate;
            _identity = TlsDskIdentity.TryRead(
                begin.Certificate.Certificate.Span, begin.Certificate.Key.Pkcs8.Span, out var reason);
            if (_identity is null)
            {
                _certificate = null;
                Fail(begin.Flow, SecurityFault.Malformed, reason);
                return null;
            }
        }

        var handshake = TlsDskHandshake.Client(begin.Flow, _identity!);
        inbox.PostUrgent(handshake.Step([]), begin.Flow);
        return handshake;
    }

    /// <summary>Waits for a client's handshake; <c>null</c> where it cannot, of which the node is told.</summary>
    public TlsDskHandshake? Accept(NetEffect.AcceptTlsDsk accept) =>
        IsReady(accept.Flow)
            ? TlsDskHandshake.Server(accept.Flow, settings.Identities.ForTlsDsk(accept.Identity))
            : null;

    /// <summary>Makes a step of a handshake.</summary>
    public void Continue(TlsDskHandshake handshake, NetEffect.ContinueTlsDsk step) =>
        inbox.PostUrgent(handshake.Step(step.Token.Span), step.Flow);

    /// <summary>Makes a key pair, which takes some tenths of a second, and a request.</summary>
    public void MakeRequest(NetEffect.MakeCertificateRequest make) => Run(make.Flow, () =>
    {
        using var key = RSA.Create(RsaBits);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(make.CommonName);
        var request = new CertificateRequest(
            subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new NetInput.CertificateRequestMade(
            make.Flow, request.CreateSigningRequest(), new(key.ExportPkcs8PrivateKey()));
    });

    /// <summary>Issues a certificate.</summary>
    public void Issue(NetEffect.IssueCertificate issue)
    {
        if (settings.Issue is not { } authority)
        {
            Fail(issue.Flow, SecurityFault.NotAvailable, "no authority was given to this server");
            return;
        }

        if (authority(issue.Request, issue.Terms) is { } issued)
        {
            inbox.PostUrgent(new NetInput.CertificateIssued(issue.Flow, issued), issue.Flow);
        }
        else
        {
            Fail(issue.Flow, SecurityFault.Malformed, "not a certificate request signed with its own key");
        }
    }

    /// <summary>Asks for a ticket: a server that is silent keeps its thread waiting for half a minute.</summary>
    public void Ask(NetEffect.AskTicket ask) => Run(ask.Flow, () => KerberosTickets.Ask(ask), mayWait: true);

    /// <summary>Takes a client's ticket.</summary>
    public void Take(NetEffect.TakeTicket take)
    {
        var kept = take with { Token = take.Token.ToArray() };
        Run(take.Flow, () => KerberosTickets.Take(kept, settings.Keytab));
    }

    /// <inheritdoc/>
    public void Dispose() => _identity?.Dispose();

    private bool IsReady(FlowId flow)
    {
        if (OpenSsl.IsAvailable)
        {
            return true;
        }

        Fail(flow, SecurityFault.NotAvailable, NoOpenSsl);
        return false;
    }

    private void Fail(FlowId flow, SecurityFault why, string detail) =>
        inbox.PostUrgent(new NetInput.SecurityFailed(flow, why, detail), flow);

    private void Run(FlowId flow, Func<NetInput> work, bool mayWait = false) => _ = Task.Factory.StartNew(
        async () =>
        {
            NetInput answer;
            try
            {
                answer = work();
            }
            catch (CryptographicException error)
            {
                answer = new NetInput.SecurityFailed(flow, SecurityFault.Failed, error.Message);
            }

            _ = await inbox.PostAsync(new(answer, flow)).ConfigureAwait(false);
        },
        CancellationToken.None,
        mayWait ? TaskCreationOptions.LongRunning : TaskCreationOptions.None,
        TaskScheduler.Default);
}
