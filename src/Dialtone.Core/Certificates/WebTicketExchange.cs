using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net.Http;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Certificates;

/// <summary>
/// Gets one web ticket: reads the metadata of the web ticket service, and asks at the port for what proves this user,
/// which is Kerberos or NTLM over HTTP, or number and PIN (MS-OCAUTHWS section 3.2).
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="call">Carries the requests; its answers are handed in by whoever owns it.</param>
/// <param name="authentication">What proves the user over HTTP; <c>null</c> where nothing does.</param>
/// <param name="entropy">Chance.</param>
internal sealed class WebTicketExchange(
    DeviceSettings settings, WebCall call, WebAuthentication? authentication, IEntropy entropy)
{
    /// <summary>How long before its end a ticket is taken to be over.</summary>
    public static readonly TimeSpan LeftLeast = TimeSpan.FromMinutes(1);

    private readonly byte[] _entropyBytes = new byte[WebTicketRequest.EntropyBytes];
    private string _appliesTo = "";
    private CertificateStep _step;

    /// <summary>The ticket, once it is there.</summary>
    public WebTicket? Ticket { get; private set; }

    /// <summary>Whom the ticket is about, as it says itself; empty where it does not.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Why there is none, once that is so.</summary>
    public CertificateFailure? Failure { get; private set; }

    private bool IsByPin => settings.Credential.Kind == CredentialKind.Pin;

    /// <summary>Begins.</summary>
    /// <param name="now">When.</param>
    /// <param name="service">The web ticket service.</param>
    /// <param name="appliesTo">What the ticket is for, to the letter.</param>
    /// <param name="effects">Takes what follows.</param>
    public void Begin(Now now, WebUrl service, string appliesTo, List<DeviceEffect> effects)
    {
        (_appliesTo, _step) = (appliesTo, CertificateStep.TicketMetadata);
        call.Send(now, new(service.Below(WebServiceMetadata.Suffix)), effects);
    }

    /// <summary>The call has come to its end.</summary>
    public void OnOutcome(Now now, List<DeviceEffect> effects)
    {
        var (outcome, response) = (call.Outcome!, call.Response);
        if (WebAnswer.FailureOf(now, _step, outcome, response, IsByPin) is { } failure)
        {
            Failure = failure;
        }
        else if (_step == CertificateStep.TicketMetadata)
        {
            TakeMetadata(now, outcome, response!, effects);
        }
        else
        {
            TakeTicket(now, outcome, response!);
        }
    }

    private void TakeMetadata(Now now, WebOutcome outcome, HttpResponse response, List<DeviceEffect> effects)
    {
        if (!WebServiceMetadata.TryRead(response.Body.Span, out var metadata, out var fault))
        {
            Failure = WebAnswer.Malformed(now, _step, outcome, response, fault);
            return;
        }

        var location = IsByPin
            ? metadata.LocationOf(UsernameToken.PortName)
            : metadata.LocationOf(WebServiceMetadata.NegotiatePort) ?? metadata.LocationOf(WebServiceMetadata.NtlmPort);
        if (location is null || !WebUrl.TryParse(location, out var url) || !url.IsSecure)
        {
            var ports = string.Join(", ", metadata.Ports.Select(each => each.Name));
            Failure = WebAnswer.Failure(now, CertificateFailureKind.NoUsableProof, _step, outcome, response) with
            {
                Reason = PeerText.Of(location is null ? $"ports: {ports}" : $"port at {location}"),
                Pin = IsByPin && location is null ? PinReason.SwitchedOff : null,
            };
            return;
        }

        _step = CertificateStep.Ticket;
        entropy.Fill(_entropyBytes);
        call.Send(
            now,
            new(url, "POST")
            {
                Fields =
                [
                    new("Content-Type", SoapMessage.ContentType),
                    new(SoapMessage.ActionField, $"\"{WebTicketRequest.Action}\""),
                ],
                Body = Request(url).ToBytes(),
                Authentication = IsByPin ? null : authentication,
            },
            effects);
    }

    private WebTicketRequest Request(WebUrl url) => new()
    {
        Context = $"{EndpointIdentity.Instance(settings.Epid)}",
        AppliesTo = _appliesTo,
        User = IsByPin ? "" : settings.Account.Uri,
        Entropy = _entropyBytes,
        Header = IsByPin
            ? new()
            {
                To = $"{url}",
                Action = WebTicketRequest.Action,
                MessageId = $"uuid:{Uuid.Of(entropy)}",
                Username = new(settings.Credential.Login, settings.Credential.Pin!),
            }
            : null,
    };

    private void TakeTicket(Now now, WebOutcome outcome, HttpResponse response)
    {
        if (!WebTicketResponse.TryRead(response.Body.Span, out var answer, out var fault))
        {
            Failure = WebAnswer.Malformed(now, _step, outcome, response, fault);
        }
        else if (answer.Expires.At - LeftLeast <= now.WallClock)
        {
            var failure = WebAnswer.Failure(now, CertificateFailureKind.TicketNotValid, _step, outcome, response);
            Failure = failure with
            {
                Reason = $"from {answer.Created} until {answer.Expires}",
                // It was made just now, by the server's clock.
                ClockDifference = failure.ClockDifference ?? answer.Created.At - now.WallClock,
            };
        }
        else
        {
            (Ticket, Subject) = (answer.TicketFor(_entropyBytes), answer.Subject);
        }
    }
}
