using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>
/// Requests to web servers, one at a time. A connection is kept for the next request to the same server, and proved to
/// the server where it asks for that. No redirect is followed: that is for whoever asks. Give it every input of the
/// device, and look at <see cref="Outcome"/> after each.
/// </summary>
/// <param name="settings">The settings of the device; the limits in time are among them.</param>
/// <param name="entropy">Chance, for the order of addresses.</param>
/// <param name="flows">Numbers for the flows.</param>
public sealed partial class WebCall(DeviceSettings settings, IEntropy entropy, FlowIds flows)
{
    /// <summary>
    /// Messages of a proof within one request: Negotiate takes two, NTLM two, and one may come after the other.
    /// </summary>
    private const int ProofsMax = 4;

    /// <summary>New connections for one request in place of one that the server closed behind a response.</summary>
    private const int AgainMax = 2;

    private WebConnection? _connection;
    private WebRequest? _request;
    private Instant _began;
    private Instant _sentAt;
    private Instant? _answerBy;
    private bool _isSent;
    private int _agains;

    // Of the proof within this request.
    private int _proofs;
    private string? _authorization;
    private bool _waitsForProof;
    private WebProof _proof;
    private ImmutableArray<string> _offered = [];

    /// <summary>Whether a request is under way.</summary>
    public bool IsBusy => _request is not null;

    /// <summary>What came of the last request; <c>null</c> while it is under way, and before the first.</summary>
    public WebOutcome? Outcome { get; private set; }

    /// <summary>The response to the last request, which may hold secrets; <c>null</c> where there is none.</summary>
    public HttpResponse? Response { get; private set; }

    /// <summary>When something must have happened; <c>null</c> while no request is under way.</summary>
    public Instant? Deadline => IsBusy ? Instant.Earlier(_answerBy, _connection?.Deadline) : null;

    /// <summary>Sends a request, on the connection that stands, or on a new one.</summary>
    /// <param name="now">When.</param>
    /// <param name="request">The request.</param>
    /// <param name="effects">What is to be done.</param>
    /// <param name="addresses">The addresses of the server where they are known; DNS is not asked then.</param>
    /// <exception cref="InvalidOperationException">A request is under way.</exception>
    public void Send(
        Now now, WebRequest request, List<DeviceEffect> effects, ImmutableArray<IpAddress> addresses = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(effects);
        if (IsBusy)
        {
            throw new InvalidOperationException($"{_request} is under way.");
        }

        (_request, _began, Outcome, Response) = (request, now.Monotonic, null, null);
        (_proof, _offered, _agains) = (WebProof.NotAsked, [], 0);
        ForgetProof();
        if (_connection is { State: WebConnectionState.Ready } standing && standing.LeadsTo(request.Url))
        {
            SendNow(now, effects);
        }
        else
        {
            Connect(now, addresses.IsDefault ? [] : addresses, effects);
        }
    }

    /// <summary>Takes any input of the device; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(effects);
        switch (input)
        {
            case DeviceInput.OfHost { Input: NetInput.HttpAnswered answered } when IsAwaited(answered.Flow):
                OnAnswered(now, answered.Response, effects);
                break;
            case DeviceInput.OfHost { Input: NetInput.Ended ended } when IsStanding(ended.Flow):
                OnEnded(now, ended, effects);
                break;
            case DeviceInput.DeadlineReached when IsBusy && _answerBy <= now.Monotonic:
                OnLate(now, effects);
                break;
            default:
                _connection?.Handle(now, input, effects);
                GoOn(now, effects);
                if (_waitsForProof && _request?.Authentication?.Handle(now, input) is { } step)
                {
                    Prove(now, step, effects);
                }

                break;
        }
    }

    /// <summary>Gives up what is under way, and closes the connection.</summary>
    public void Close(List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        _connection?.Close(effects);
        (_connection, _request, _answerBy) = (null, null, null);
    }

    private bool IsStanding(FlowId flow) =>
        _connection is { State: WebConnectionState.Ready } standing && standing.Flow == flow;

    private bool IsAwaited(FlowId flow) => _isSent && IsStanding(flow);

    private void Connect(Now now, ImmutableArray<IpAddress> addresses, List<DeviceEffect> effects)
    {
        _connection?.Close(effects);
        (_isSent, _answerBy) = (false, _waitsForProof ? _answerBy : null);
        _connection = new(_request!.Url, settings, entropy, flows);
        _connection.Begin(now, addresses, effects);
        GoOn(now, effects);
    }

    // After the connection has made a step.
    private void GoOn(Now now, List<DeviceEffect> effects)
    {
        if (_request is null || _isSent)
        {
            return;
        }

        if (_connection is { State: WebConnectionState.Ready } && !_waitsForProof)
        {
            SendNow(now, effects);
        }
        else if (_connection is { State: WebConnectionState.Failed } failed)
        {
            Conclude(now, StatusOf(failed), failed.Tries is [.., var last] ? last.Step : WebStep.Resolve);
            _connection = null;
        }
    }

    private void SendNow(Now now, List<DeviceEffect> effects)
    {
        (_isSent, _sentAt) = (true, now.Monotonic);
        _answerBy = now.Monotonic + settings.Timings.WebAnswer;
        effects.Add(new DeviceEffect.OfHost(
            new NetEffect.SendHttp(_connection!.Flow, _request!.AsHttp(_authorization))));
    }

    private void OnAnswered(Now now, HttpResponse response, List<DeviceEffect> effects)
    {
        (_isSent, _answerBy, _connection!.IsUsed) = (false, null, true);
        if (response.Status == 401)
        {
            OnUnauthorized(now, response, effects);
            return;
        }

        if (_authorization is not null)
        {
            _request!.Authentication!.Finish(Challenges(response));
            _proof = WebProof.Accepted;
        }

        ConcludeAnswered(now, response);
    }

    private void OnEnded(Now now, NetInput.Ended ended, List<DeviceEffect> effects)
    {
        _connection!.Ended();
        if (!IsBusy)
        {
            _connection = null;
        }
        else if (_connection.IsUsed && _agains++ < AgainMax)
        {
            // It was closed behind the last response, and the request was on its way already (RFC 9112 section 9.3.1).
            Again(now, effects);
        }
        else
        {
            LeaveAddress(now, ended.Why, ended.Detail, effects);
        }
    }

    private void Again(Now now, List<DeviceEffect> effects)
    {
        if (_proofs > 1)
        {
            // The server's part of the proof was said on the connection that is no more.
            ForgetProof();
        }

        Connect(now, _connection!.Given, effects);
    }

    private void OnLate(Now now, List<DeviceEffect> effects)
    {
        if (_waitsForProof)
        {
            _waitsForProof = false;
            _proof = WebProof.NotMade;
            _connection?.Close(effects);
            _connection = null;
            Conclude(now, WebStatus.NoAnswer, WebStep.Authenticate);
            return;
        }

        LeaveAddress(now, ChannelEnd.TimedOut, "", effects);
    }

    private void LeaveAddress(Now now, ChannelEnd why, string detail, List<DeviceEffect> effects)
    {
        ForgetProof();
        (_isSent, _answerBy) = (false, null);
        _connection!.Fail(now, WebStep.Http, why, detail, tls: null, judgement: null, effects);
        GoOn(now, effects);
    }

    private static WebStatus StatusOf(WebConnection failed) => failed.Tries switch
    {
        [] => WebStatus.NotResolved,
        [.., { Step: WebStep.Connect }] => WebStatus.NotConnected,
        [.., { Judgement: not null }] => WebStatus.NotTrusted,
        [.., { Step: WebStep.Tls }] => WebStatus.NotSecured,
        [.., { End: ChannelEnd.TimedOut }] => WebStatus.NoAnswer,
        _ => WebStatus.Lost,
    };

    private void ConcludeAnswered(Now now, HttpResponse response)
    {
        Response = response;
        Conclude(now, WebStatus.Answered, _proof == WebProof.NotMade ? WebStep.Authenticate : WebStep.Http);
        Outcome = Outcome! with
        {
            HttpStatus = response.Status,
            Reason = PeerText.Of(response.Reason),
            BodyBytes = response.Body.Length,
            Diagnostics = PeerText.Of(response.Field("X-Ms-diagnostics") ?? ""),
            Server = PeerText.Of(response.Field("X-MS-Server-Fqdn") ?? ""),
            Redirect = RedirectOf(response, Outcome.Url),
            AnswerTook = now.Monotonic - _sentAt,
        };
    }

    private void Conclude(Now now, WebStatus status, WebStep step)
    {
        var request = _request!;
        ImmutableArray<WebTry> tries = [.. _connection?.Tries ?? []];
        Outcome = new(request.Url, status, step)
        {
            Method = request.Method,
            Proof = _proof,
            Offered = _offered,
            Scheme = _proof is WebProof.NotAsked or WebProof.NotTried ? "" : request.Authentication?.Scheme ?? "",
            ProofFault = _proofFault,
            Addresses = _connection?.Addresses,
            Remote = _connection?.Remote,
            Tls = _connection?.Tls,
            Tries = tries,
            Detail = PeerText.Of(status == WebStatus.Answered || tries.IsEmpty ? _proofDetail : tries[^1].Detail),
            Took = now.Monotonic - _began,
        };
        (_request, _answerBy, _isSent) = (null, null, false);
    }

    private static WebUrl? RedirectOf(HttpResponse response, WebUrl from)
    {
        if (response.Status is < 300 or >= 400 || response.Field("Location") is not { } location)
        {
            return null;
        }

        // RFC 9110 section 10.2.2: it may be relative; of these only the absolute path is met on such servers.
        var text = location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal)
            ? $"{(from.IsSecure ? "https" : "http")}://{from.Authority}{location}"
            : location;
        return WebUrl.TryParse(text, out var url) ? url : null;
    }
}
