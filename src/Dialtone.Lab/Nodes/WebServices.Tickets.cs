using System.Text;
using System.Xml;
using Dialtone.Wire.WebServices;
using Dialtone.Wire.Xml;

namespace Dialtone.Lab.Nodes;

/// <content>
/// Web tickets (MS-OCAUTHWS section 3.2): who the user is, proved once, and said to the other services.
/// </content>
public sealed partial class WebServices
{
    private const string TicketsPath = "/WebTicket/WebTicketService.svc";
    private const string ByNegotiate = "/Auth";
    private const string ByNtlm = "/Ntlm";
    private const string ByPin = "/Pin";
    private const string ForAnybody = "/Anon";

    private const string AnybodyPort = "WebTicketServiceAnon";
    private const string TicketService = "WebTicketService";
    private const string NotProved = "wsse:FailedAuthentication";
    private const string NotRead = "wst:InvalidRequest";

    // The one number of this range that is documented; others here are a guess.
    private const int NoValidToken = 28020;
    private const string NoValidTokenText = "No valid security token.";

    private string TicketsUrl => Settings.Url + TicketsPath;

    private void AnswerTicketMetadata(in Turn turn)
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

        ReplyXml(turn, new WebServiceMetadata
        {
            Service = TicketService,
            Ports =
            [
                new(WebServiceMetadata.NegotiatePort, TicketsUrl + ByNegotiate),
                new(WebServiceMetadata.NtlmPort, TicketsUrl + ByNtlm),
                new(UsernameToken.PortName, TicketsUrl + ByPin),
                new(AnybodyPort, TicketsUrl + ForAnybody),
            ],
        }.ToBytes());
    }

    private void AnswerTicket(in Turn turn, string kind)
    {
        if (RefusesPlain(turn))
        {
            return;
        }

        if (Is(kind, ByPin))
        {
            ProveByPin(turn);
        }
        else if (Is(kind, ByNegotiate) || Is(kind, ByNtlm))
        {
            ProveByHttp(turn, offersNegotiate: Is(kind, ByNegotiate));
        }
        else if (Is(kind, ForAnybody))
        {
            // Tickets for nobody in particular are for meetings, and prove no user.
            ReplyFault(turn, NotProved, NoValidToken, NoValidTokenText);
        }
        else
        {
            Reply(turn, new(404, "Not Found"));
        }
    }

    private void ProveByPin(in Turn turn)
    {
        if (!WebTicketRequest.TryRead(turn.Request.Body.Span, out var request, out var fault))
        {
            ReplyMalformed(turn, fault);
            return;
        }

        if (request.Header?.Username is not { } given)
        {
            ReplyFault(turn, NotProved, NoValidToken, NoValidTokenText);
            return;
        }

        var account = default(SipAccount);
        var refusal = Behaviour.PinRefusal
            ?? _pins.Judge(given.Username, given.Password, turn.Now.Monotonic, out account);
        if (refusal is { } why)
        {
            Observed.WrongCredentials++;
            ReplyFault(turn, NotProved, NoValidToken, PinReasons.WordOf(why));
            return;
        }

        Observed.ProvedByPin++;
        Give(turn, request, account!);
    }

    /// <summary>HTTP has proved a user, or nobody with the right to one.</summary>
    private void GiveTo(in Turn turn, SipAccount account)
    {
        if (!WebTicketRequest.TryRead(turn.Request.Body.Span, out var request, out var fault))
        {
            ReplyMalformed(turn, fault);
        }
        else
        {
            Give(turn, request, account);
        }
    }

    private void Give(in Turn turn, WebTicketRequest request, SipAccount account)
    {
        if (Behaviour.RefusesTickets)
        {
            ReplyFault(turn, NotProved, NoValidToken, NoValidTokenText);
            return;
        }

        if (request.User.Length > 0 && !IsAddressOf(account, request.User))
        {
            Observed.WrongCredentials++;
            ReplyFault(turn, NotProved, NoValidToken, "The credentials are not those of the claimed SIP address.");
            return;
        }

        if (ServiceAt(request.AppliesTo) is not (var service and not WebTicketService.None))
        {
            ReplyFault(turn, NotRead, NoValidToken, $"There is no service at {request.AppliesTo}.");
            return;
        }

        if (request.Entropy.Length is 0 or > WebTicketMint.ClientEntropyBytesMax)
        {
            ReplyFault(turn, NotRead, NoValidToken, "The entropy is missing, or too long.");
            return;
        }

        Observed.Tickets++;
        ReplyXml(turn, NewTicket(turn, request, account, service).ToBytes());
    }

    private WebTicketResponse NewTicket(
        in Turn turn, WebTicketRequest request, SipAccount account, WebTicketService service)
    {
        var created = DateOf(turn.Now) - (Behaviour.GivesExpiredTickets ? 2 * Settings.TicketLifetime : TimeSpan.Zero);
        var entropy = new byte[WebTicketMint.EntropyBytes];
        _entropy.Fill(entropy);
        var (from, until) = (WebMoment.Of(created), WebMoment.Of(created + Settings.TicketLifetime));
        var id = _tickets.Seal(new(account.User, service, from.At, until.At, request.Entropy, entropy));
        return new()
        {
            Context = request.Context,
            Created = from,
            Expires = until,
            Assertion = Assertion(id, AddressOf(account), request.AppliesTo, from, until),
            AssertionId = id,
            Entropy = entropy,
        };
    }

    /// <summary>An assertion of SAML 1.1, for the eye: what counts is sealed in its name.</summary>
    private string Assertion(string id, string user, string appliesTo, WebMoment created, WebMoment expires)
    {
        const string Saml = "urn:oasis:names:tc:SAML:1.0:assertion";
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new() { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("saml", "Assertion", Saml);
            xml.WriteAttributeString("MajorVersion", "1");
            xml.WriteAttributeString("MinorVersion", "1");
            xml.WriteAttributeString("AssertionID", id);
            xml.WriteAttributeString("Issuer", TicketsUrl);
            xml.WriteAttributeString("IssueInstant", created.Text);
            xml.WriteStartElement("Conditions", Saml);
            xml.WriteAttributeString("NotBefore", created.Text);
            xml.WriteAttributeString("NotOnOrAfter", expires.Text);
            xml.WriteStartElement("AudienceRestrictionCondition", Saml);
            xml.WriteElementString("Audience", Saml, appliesTo);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteStartElement("AuthenticationStatement", Saml);
            xml.WriteAttributeString("AuthenticationMethod", "urn:oasis:names:tc:SAML:1.0:am:unspecified");
            xml.WriteAttributeString("AuthenticationInstant", created.Text);
            xml.WriteStartElement("Subject", Saml);
            xml.WriteElementString("NameIdentifier", Saml, user);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    /// <summary>What is at a URL of these services, inside or outside.</summary>
    private WebTicketService ServiceAt(string url)
    {
        var path = new[] { Settings.Url, Settings.ExternalUrl }
            .Where(start => url.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(start => url[start.Length..].Split('?', 2)[0]).FirstOrDefault() ?? "";
        return Is(path, CertificatesPath + ByTicket) ? WebTicketService.Certificates
            : Is(path, UserPath) ? WebTicketService.Autodiscover
            : WebTicketService.None;
    }

    private string AddressOf(SipAccount account) => $"sip:{account.User}@{_directory.Domain}";

    /// <summary>Whether an address is the user's, with its scheme or without.</summary>
    private bool IsAddressOf(SipAccount account, string address)
    {
        var own = AddressOf(account);
        return Is(address, own) || Is(address, own["sip:".Length..]);
    }

    private void ReplyMalformed(in Turn turn, XmlFault fault) =>
        ReplyFault(turn, NotRead, NoValidToken, $"The request cannot be read: {fault.Kind} at byte {fault.Offset}.");
}
