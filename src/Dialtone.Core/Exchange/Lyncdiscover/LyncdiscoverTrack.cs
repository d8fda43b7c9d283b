using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Exchange.Lyncdiscover;

/// <summary>
/// One way through Lyncdiscover: from the root of a name, over redirects, to the user's answer, with a web ticket where
/// that is asked for (MS-OCDISCWS section 3.1.5).
/// </summary>
internal sealed class LyncdiscoverTrack(
    DeviceSettings settings, WebAuthentication? authentication, IEntropy entropy, FlowIds flows, IJournal journal)
{
    /// <summary>How many links are followed before a server is taken to be leading round in circles.</summary>
    public const int LinksMax = 5;

    private readonly WebCall _call = new(settings, entropy, flows);
    private readonly List<WebUrl> _visited = [];
    private WebUrl _url;
    private bool _isOfUser;
    private WebTicketExchange? _ticketing;
    private WebTicket? _ticket;

    /// <summary>The user's answer, once it is there.</summary>
    public AutodiscoverResponse? User { get; private set; }

    /// <summary>Why there is none, once that is so.</summary>
    public LyncdiscoverFailure? Failure { get; private set; }

    /// <summary>
    /// Whether a server gave an answer of Lyncdiscover: then there is no use in another way beside this.
    /// </summary>
    public bool IsAnswered { get; private set; }

    /// <summary>What is asked, or was last.</summary>
    public WebUrl Url => _url;

    /// <summary>When something must have happened; <c>null</c> once it is over.</summary>
    public Instant? Deadline => _call.Deadline;

    /// <summary>Begins with the root at a name.</summary>
    public void Begin(Now now, HostName host, bool isSecure, List<DeviceEffect> effects) =>
        Ask(now, new(host, $"/?sipuri={Uri.EscapeDataString(settings.Account.Address)}", isSecure), effects);

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
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

        journal.Write(new JournalEntry.WebCalled(now.Monotonic, Step.Lyncdiscover, outcome));
        if (_ticketing is { } ticketing)
        {
            ticketing.OnOutcome(now, effects);
            TakeTicket(now, ticketing, effects);
        }
        else
        {
            Take(now, outcome, effects);
        }
    }

    /// <summary>Closes what is open.</summary>
    public void Close(List<DeviceEffect> effects) => _call.Close(effects);

    private void Ask(Now now, WebUrl url, List<DeviceEffect> effects)
    {
        _url = url;
        if (!_visited.Contains(url))
        {
            _visited.Add(url);
        }

        var accept = new HttpField("Accept", AutodiscoverResponse.ContentType);
        _call.Send(
            now,
            new(url) { Fields = _ticket is { } ticket ? [accept, new(WebTicket.Field, ticket.FieldValue)] : [accept] },
            effects);
    }

    private void Take(Now now, WebOutcome outcome, List<DeviceEffect> effects)
    {
        if (outcome.Status != WebStatus.Answered)
        {
            Fail(LyncdiscoverFailureKind.NotReached);
        }
        else if (outcome.HttpStatus is >= 300 and < 400)
        {
            Follow(now, outcome.Redirect?.ToString() ?? "", _isOfUser, effects);
        }
        else if (outcome.HttpStatus == 401)
        {
            AskForTicket(now, effects);
        }
        else if (outcome.HttpStatus != 200)
        {
            Fail(outcome.HttpStatus == 404 && _isOfUser
                ? LyncdiscoverFailureKind.UserUnknown : LyncdiscoverFailureKind.Refused);
        }
        else if (!AutodiscoverResponse.TryRead(_call.Response!.Body.Span, out var answer, out var fault))
        {
            Fail(
                LyncdiscoverFailureKind.Malformed,
                FormattableString.Invariant($"{fault.Kind} at byte {fault.Offset} {fault.Name}").TrimEnd());
        }
        else
        {
            IsAnswered = true;
            Take(now, answer, effects);
        }
    }

    private void Take(Now now, AutodiscoverResponse answer, List<DeviceEffect> effects)
    {
        var link = answer.IsOfUser
            ? answer.Link(AutodiscoverLink.Redirect)
            : answer.Link(AutodiscoverLink.Redirect, AutodiscoverLink.User);
        if (link is not null)
        {
            var isRedirect = string.Equals(link.Token, AutodiscoverLink.Redirect, StringComparison.OrdinalIgnoreCase);
            Follow(now, link.Href, isRedirect ? _isOfUser : true, effects);
        }
        else if (answer.IsOfUser && !LyncdiscoverOutcome.RegistrarsOf(answer).IsEmpty)
        {
            User = answer;
        }
        else
        {
            Fail(LyncdiscoverFailureKind.LeadsNowhere);
        }
    }

    private void Follow(Now now, string href, bool isOfUser, List<DeviceEffect> effects)
    {
        if (!WebUrl.TryParse(href, out var url) || !MayFollow(url))
        {
            Fail(LyncdiscoverFailureKind.NotFollowed, PeerText.Of(href));
        }
        else if (_visited.Contains(url) || _visited.Count > LinksMax)
        {
            Fail(LyncdiscoverFailureKind.TooManyRedirects, PeerText.Of(href));
        }
        else
        {
            _isOfUser = isOfUser;
            Ask(now, url, effects);
        }
    }

    // Where it leads, the user is proved in the end: only over TLS, and only to servers of the user's own domain,
    // unless names are not to be looked at so closely.
    private bool MayFollow(WebUrl url) => url.IsSecure
        && (settings.Plan.Naming == StrictDnsNaming.Off || url.Host.IsWithin(settings.Account.Domain));

    private void AskForTicket(Now now, List<DeviceEffect> effects)
    {
        if (_ticket is not null)
        {
            Fail(LyncdiscoverFailureKind.TicketRefused);
            return;
        }

        var service = _call.Response!.Field(WebTicket.UrlField);
        if (!_url.IsSecure || !WebUrl.TryParse(service, out var url) || !MayFollow(url))
        {
            Fail(
                service is null ? LyncdiscoverFailureKind.Refused : LyncdiscoverFailureKind.NotFollowed,
                PeerText.Of(service ?? ""));
            return;
        }

        _ticketing = new(settings, _call, authentication, entropy);
        _ticketing.Begin(now, url, $"{_url}", effects);
    }

    private void TakeTicket(Now now, WebTicketExchange ticketing, List<DeviceEffect> effects)
    {
        if (ticketing.Failure is { } failure)
        {
            Fail(LyncdiscoverFailureKind.NoTicket);
            Failure = Failure! with { Ticket = failure };
        }
        else if (ticketing.Ticket is { } ticket)
        {
            (_ticket, _ticketing) = (ticket, null);
            Ask(now, _url, effects);
        }
    }

    private void Fail(LyncdiscoverFailureKind kind, string detail = "") =>
        Failure = new(kind, $"{_url}") { Call = _call.Outcome, Detail = detail };
}
