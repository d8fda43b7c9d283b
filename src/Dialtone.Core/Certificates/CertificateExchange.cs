using System.Globalization;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Certificates;

/// <summary>
/// The getting of a certificate from one service: metadata, web ticket, key and request, GetAndPublishCert, judgement.
/// Each step goes to the address that the one before it named. Where nobody knows yet who the user is, the ticket says
/// it.
/// </summary>
internal sealed class CertificateExchange(
    DeviceSettings settings, AddressOfRecord? user, CertificateSource source, WebUrl service,
    WebAuthentication? authentication, MadeKey made, IEntropy entropy, FlowIds flows, IJournal journal)
{
    private readonly WebCall _call = new(settings, entropy, flows);
    private CertificateStep _step = CertificateStep.Metadata;
    private WebTicketExchange? _ticketing;
    private WebUrl _location;
    private WebTicketUse _use;
    private AddressOfRecord? _user = user;
    private WebTicket? _ticket;
    private FlowId? _making;
    private Instant _by;

    /// <summary>The service that is asked.</summary>
    public WebUrl Service => service;

    /// <summary>The certificate, once it is there.</summary>
    public KeptCertificate? Certificate { get; private set; }

    /// <summary>The user that it is for, once that is known.</summary>
    public AddressOfRecord? User => _user;

    /// <summary>Why there is none, once that is so.</summary>
    public CertificateFailure? Failure { get; private set; }

    /// <summary>When something must have happened; <c>null</c> once it is over.</summary>
    public Instant? Deadline => Certificate is null && Failure is null ? Instant.Earlier(_by, _call.Deadline) : null;

    /// <summary>Begins.</summary>
    public void Begin(Now now, List<DeviceEffect> effects)
    {
        _by = now.Monotonic + settings.Timings.Certificate;
        _call.Send(now, new(service.Below(WebServiceMetadata.Suffix)), effects);
    }

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        switch (input)
        {
            case DeviceInput.OfHost { Input: NetInput.CertificateRequestMade asked } when asked.Flow == _making:
                _making = null;
                made.Set(asked.Request.ToArray(), asked.Key);
                Publish(now, effects);
                break;
            case DeviceInput.OfHost { Input: NetInput.SecurityFailed failed } when failed.Flow == _making:
                _making = null;
                Fail(new(CertificateFailureKind.KeyNotMade, CertificateStep.Key)
                {
                    Fault = failed.Why,
                    Reason = failed.Detail,
                });
                break;
            case DeviceInput.DeadlineReached when _by <= now.Monotonic && Failure is null:
                Fail(new(CertificateFailureKind.NoAnswer, _step)
                {
                    Url = $"{(_location.Host.IsEmpty ? service : _location)}",
                });
                break;
            default:
                CarryOn(now, input, effects);
                break;
        }
    }

    /// <summary>Closes what is open.</summary>
    public void Close(List<DeviceEffect> effects)
    {
        _call.Close(effects);
        if (_making is { } flow)
        {
            effects.Add(new DeviceEffect.OfHost(new NetEffect.Close(flow)));
            _making = null;
        }
    }

    private void CarryOn(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (!_call.IsBusy)
        {
            return;
        }

        _call.Handle(now, input, effects);
        if (_call.Outcome is not { } outcome)
        {
            return;
        }

        journal.Write(new JournalEntry.WebCalled(now.Monotonic, Step.Certificate, outcome));
        if (_ticketing is { } ticketing)
        {
            ticketing.OnOutcome(now, effects);
            TakeTicket(now, ticketing, effects);
        }
        else if (WebAnswer.FailureOf(now, _step, outcome, _call.Response, byPin: false) is { } failure)
        {
            Fail(failure);
        }
        else if (_step == CertificateStep.Metadata)
        {
            TakeMetadata(now, outcome, _call.Response!, effects);
        }
        else
        {
            TakeCertificate(now, outcome, _call.Response!);
        }
    }

    private void TakeMetadata(Now now, WebOutcome outcome, HttpResponse response, List<DeviceEffect> effects)
    {
        if (!WebServiceMetadata.TryRead(response.Body.Span, out var metadata, out var fault))
        {
            Fail(WebAnswer.Malformed(now, _step, outcome, response, fault));
            return;
        }

        var policy = metadata.PolicyOf(WebServiceMetadata.CertificatePort);
        var location = metadata.LocationOf(WebServiceMetadata.CertificatePort);
        if (policy is null || !WebUrl.TryParse(location, out _location) || !_location.IsSecure
            || !WebUrl.TryParse(policy.Issuer, out var issuer) || !issuer.IsSecure)
        {
            Fail(WebAnswer.Failure(now, CertificateFailureKind.Malformed, _step, outcome, response) with
            {
                Reason = PeerText.Of($"port {WebServiceMetadata.CertificatePort}: location {location ?? "none"}, "
                    + $"issuer of tickets {policy?.Issuer ?? "none"}"),
            });
            return;
        }

        (_use, _step) = (policy.Use, CertificateStep.Ticket);
        _ticketing = new(settings, _call, authentication, entropy);
        _ticketing.Begin(now, issuer, location, effects);
    }

    private void TakeTicket(Now now, WebTicketExchange ticketing, List<DeviceEffect> effects)
    {
        if (ticketing.Failure is { } failure)
        {
            Fail(failure);
        }
        else if (ticketing.Ticket is { } ticket)
        {
            if (_user is null && !AddressOfRecord.TryParse(ticketing.Subject, out _user))
            {
                Fail(new(CertificateFailureKind.Malformed, CertificateStep.Ticket)
                {
                    Url = $"{_call.Outcome?.Url}",
                    Reason = PeerText.Of($"the ticket names no user: '{ticketing.Subject}'"),
                });
                return;
            }

            (_ticket, _ticketing, _step) = (ticket, null, CertificateStep.Key);
            if (made.IsThere)
            {
                Publish(now, effects);
            }
            else
            {
                _making = flows.Next();
                effects.Add(new DeviceEffect.OfHost(
                    new NetEffect.MakeCertificateRequest(_making.Value, _user.Address)));
            }
        }
    }

    private void Publish(Now now, List<DeviceEffect> effects)
    {
        _step = CertificateStep.Publish;
        var proof = _use == WebTicketUse.Proof ? TicketProof.Signed(_ticket!) : TicketProof.Bearer(_ticket!);
        var request = new PublishCertificateRequest
        {
            Header = new()
            {
                To = $"{_location}",
                Action = PublishCertificateRequest.Action,
                MessageId = $"uuid:{Uuid.Of(entropy)}",
                Proof = proof,
            },
            DeviceId = $"{{{EndpointIdentity.Instance(settings.Epid)}}}",
            Entity = _user!.Address,
            Request = made.Request,
            RequestId = $"{Uuid.Of(entropy)}",
        };
        _call.Send(
            now,
            new(_location, "POST")
            {
                Fields =
                [
                    new("Content-Type", SoapMessage.ContentType),
                    new(SoapMessage.ActionField, $"\"{PublishCertificateRequest.Action}\""),
                ],
                Body = request.ToBytes(),
            },
            effects);
    }

    private void TakeCertificate(Now now, WebOutcome outcome, HttpResponse response)
    {
        if (!PublishCertificateResponse.TryRead(response.Body.Span, out var answer, out var fault))
        {
            Fail(WebAnswer.Malformed(now, _step, outcome, response, fault));
            return;
        }

        _step = CertificateStep.Judge;
        var (kind, certificate, der) = IssuedCertificate.Judge(
            answer.Certificate, made, _user!.Address, now.WallClock);
        if (kind is { } wrong)
        {
            Fail(WebAnswer.Failure(now, wrong, _step, outcome, response) with
            {
                Reason = certificate is null ? "neither X.509 nor PKCS#7" : PeerText.Of(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{certificate.CommonName}, {certificate.NotBefore:u} to {certificate.NotAfter:u}")),
            });
            return;
        }

        Certificate = new(
            _user!.Uri, new(der, made.Key!), $"{service}", now.WallClock, certificate!.NotBefore,
            certificate.NotAfter);
    }

    private void Fail(CertificateFailure failure) => Failure = failure with { Source = source };
}
