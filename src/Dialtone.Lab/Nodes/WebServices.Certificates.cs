using Dialtone.Core.Net;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Nodes;

/// <content>Certificates for users, and the chain of root certificates (MS-OCAUTHWS section 1.5).</content>
public sealed partial class WebServices
{
    private const string CertificatesPath = "/CertProv/CertProvisioningService.svc";
    private const string ByTicket = "/WebTicket_Proof_SHA1";
    private const string CertificateService = "CertProvisioningService";

    private const string NoTicket = "wsse:SecurityTokenUnavailable";
    private const string TicketInvalid = "wsse:InvalidSecurityToken";
    private const string SignatureInvalid = "wsse:FailedCheck";
    private const int InvalidTicket = 28032;
    private const int ExpiredTicket = 28033;

    private void AnswerCertificateMetadata(in Turn turn)
    {
        if (RefusesPlain(turn))
        {
            return;
        }

        if (Behaviour.OmitsMetadata)
        {
            Reply(turn, new(404, "Not Found"));
            return;
        }

        const string Port = WebServiceMetadata.CertificatePort;
        ReplyXml(turn, new WebServiceMetadata
        {
            Service = CertificateService,
            Ports = Behaviour.OmitsPort ? [] : [new(Port, Settings.Url + CertificatesPath + ByTicket)],
            Policies = Behaviour.OmitsPort
                ? []
                : [new(WebTicketPolicy.IdOf(Port), TicketsUrl, WebTicketUse.Proof)],
        }.ToBytes());
    }

    private void AnswerCertificate(in Turn turn)
    {
        if (RefusesPlain(turn))
        {
            return;
        }

        if (!PublishCertificateRequest.TryRead(turn.Request.Body.Span, out var request, out var fault))
        {
            ReplyMalformed(turn, fault);
            return;
        }

        if (request.Header.Proof is not { } proof)
        {
            RefuseTicket(turn, NoTicket, NoValidToken, NoValidTokenText);
            return;
        }

        if (!_tickets.TryOpen(proof.AssertionId, out var terms) || terms.Service != WebTicketService.Certificates
            || _directory.Find(terms.User) is not { Disabled: false } account)
        {
            RefuseTicket(turn, TicketInvalid, InvalidTicket, "The web ticket is invalid.");
        }
        else if (terms.Expires <= DateOf(turn.Now))
        {
            RefuseTicket(turn, TicketInvalid, ExpiredTicket, "The web ticket has expired.");
        }
        else if (CheckOf(proof, terms) is not SignatureCheck.Good and var check)
        {
            RefuseTicket(turn, SignatureInvalid, InvalidTicket, $"The signature is not good: {check}.");
        }
        else if (!IsAddressOf(account, request.Entity))
        {
            RefuseTicket(turn, TicketInvalid, InvalidTicket, "The web ticket is another user's.");
        }
        else
        {
            Issue(turn, request, account);
        }
    }

    /// <summary>What a phone trusts from its first contact on, and so goes without TLS too.</summary>
    private void AnswerChain(in Turn turn)
    {
        if (Behaviour.OmitsChain)
        {
            Reply(turn, new(404, "Not Found"));
        }
        else if (!RootChainRequest.TryRead(turn.Request.Body.Span, out var fault))
        {
            ReplyMalformed(turn, fault);
        }
        else
        {
            Observed.Chains++;
            var chain = Behaviour.GivesForeignChain ? ForeignChain : Chain;
            ReplyXml(
                turn, new RootChainResponse { Bundle = CertificateBundle.ToPkcs7(chain.AsSpan()) }.ToBytes());
        }
    }

    private SignatureCheck CheckOf(TicketProof proof, WebTicketTerms terms) =>
        Behaviour.RefusesSignatures ? SignatureCheck.WrongSignature
        : Behaviour.AcceptsAnySignature ? SignatureCheck.Good
        : (proof.Created.At, proof.Expires.At) != (terms.Created, terms.Expires) ? SignatureCheck.WrongDigest
        : proof.Check(terms.Key);

    private void Issue(in Turn turn, PublishCertificateRequest request, SipAccount account)
    {
        if (Behaviour.RefusesCertificateRequests)
        {
            ReplyFault(turn, NotRead, NoValidToken, "The certificate request was refused.");
            return;
        }

        var asked = turn;
        var (user, date) = (Behaviour.CertificateUser ?? account.User, DateOf(turn.Now));
        var flow = Wait((now, input, effects) => Publish(asked.At(now, effects), request, account, input));
        turn.Effects.Add(new NetEffect.IssueCertificate(
            flow, request.Request,
            // A clock that is a little behind finds it valid at once.
            new($"{user}@{_directory.Domain}", date - ClockSkewMax,
                date + (Behaviour.CertificateLifetime ?? Settings.CertificateLifetime))));
    }

    private void Publish(in Turn turn, PublishCertificateRequest request, SipAccount account, NetInput input)
    {
        if (input is not NetInput.CertificateIssued issued)
        {
            // The host says no more than that the request was not signed with its own key, or was none.
            ReplyFault(turn, NotRead, NoValidToken, input is NetInput.SecurityFailed { Detail.Length: > 0 } failed
                ? $"The certificate request was refused: {failed.Detail}"
                : "The certificate request was refused.");
            return;
        }

        var certificate = issued.Certificate.ToArray();
        if (!Behaviour.PublishesNothing)
        {
            _certificates.Publish(account.User, certificate);
        }

        Observed.Certificates++;
        ReplyXml(turn, new PublishCertificateResponse
        {
            DeviceId = request.DeviceId,
            Entity = request.Entity,
            RequestId = request.RequestId,
            Certificate = certificate,
        }.ToBytes());
    }

    private void RefuseTicket(in Turn turn, string code, int errorId, string reason)
    {
        Observed.TicketsRefused++;
        ReplyFault(turn, code, errorId, reason);
    }
}
