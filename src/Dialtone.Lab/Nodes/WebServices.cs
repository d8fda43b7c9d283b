using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Time;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The Web Services of a pool, as far as a phone needs them: metadata, web tickets (MS-OCAUTHWS), certificates, the
/// chain of root certificates, and Lyncdiscover (MS-OCDISCWS).
/// </summary>
public sealed partial class WebServices : INode
{
    /// <summary>How long a port that ended by itself stays closed before it is opened again.</summary>
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    private readonly FlowIds _ids = new();
    private readonly ServerPort _tls;
    private readonly ServerPort _tcp;
    private readonly Dictionary<FlowId, WebConnection> _connections = [];
    private readonly RegistrarDirectory _directory;
    private readonly PinDirectory _pins;
    private readonly PublishedCertificates _certificates;
    private readonly WebTicketMint _tickets;
    private readonly IEntropy _entropy;

    // What waits for the host, by the flow of its work; and answers that are late.
    private readonly Dictionary<FlowId, Action<Now, NetInput, NetEffects>> _waiting = [];
    private readonly Queue<(Instant Due, NetEffect.AnswerHttp Answer)> _late = new();
    private Instant? _reopenAt;

    /// <summary>Web Services.</summary>
    /// <param name="settings">What they are.</param>
    /// <param name="directory">The users.</param>
    /// <param name="pins">Their PINs.</param>
    /// <param name="certificates">Where their certificates are published.</param>
    /// <param name="entropy">For challenges, tickets and their keys.</param>
    public WebServices(
        WebServicesSettings settings, RegistrarDirectory directory, PinDirectory pins,
        PublishedCertificates certificates, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (Settings, _directory, _pins, _certificates, _entropy) = (settings, directory, pins, certificates, entropy);
        _tls = new(settings.Tls, ServerProtocol.Http);
        _tcp = new(settings.Tcp, ServerProtocol.Http);
        _tickets = new(entropy);
    }

    /// <summary>What they are.</summary>
    public WebServicesSettings Settings { get; }

    /// <summary>What they do wrong.</summary>
    public WebServicesBehaviour Behaviour { get; } = new();

    /// <summary>What they saw.</summary>
    public WebServicesObservations Observed { get; } = new();

    /// <summary>
    /// The certificates, in DER, of the chain that issued the one of TLS: what is downloaded as root certificates.
    /// </summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Chain { get; set; } = [];

    /// <summary>The chain of another authority.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> ForeignChain { get; set; } = [];

    /// <summary>Why a port could not be opened; empty where both could.</summary>
    public string ListenFault { get; private set; } = "";

    /// <inheritdoc/>
    public Instant? Deadline =>
        Instant.Earlier(_reopenAt, _late.TryPeek(out var first) ? first.Due : null);

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                Forget();
                SetPorts(effects);
                break;
            case NetInput.SettingsChanged or NetInput.NetworkChanged:
                SetPorts(effects);
                break;
            case NetInput.Accepted accepted:
                Accept(accepted, effects);
                break;
            case NetInput.NotAccepted missed:
                Observed.NotAccepted += missed.Count;
                break;
            case NetInput.HttpRequested asked when _connections.TryGetValue(asked.Flow, out var connection):
                Observed.Requests++;
                Answer(new(now, connection, asked.Request, effects));
                break;
            case NetInput.Ended ended:
                End(now.Monotonic, ended.Flow, $"{ended.Why} {ended.Detail}");
                break;
            case NetInput.DeadlineReached:
                DoWhatIsDue(now.Monotonic, effects);
                break;
            case NetInput.TicketTaken or NetInput.CertificateIssued or NetInput.SecurityFailed:
                Resume(now, input, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>A start after a power cut or a stop: nothing of before is there any more.</summary>
    private void Forget()
    {
        _tls.Forget();
        _tcp.Forget();
        _connections.Clear();
        _waiting.Clear();
        _late.Clear();
        _reopenAt = null;
    }

    private void SetPorts(NetEffects effects)
    {
        _reopenAt = null;
        _tls.Set(!Behaviour.IsDown, Behaviour.TlsIdentity ?? Settings.TlsIdentity, _ids, effects);
        _tcp.Set(!Behaviour.IsDown, null, _ids, effects);
        if (Behaviour.IsDown)
        {
            foreach (var flow in _connections.Keys)
            {
                effects.Add(new NetEffect.Close(flow));
            }

            _connections.Clear();
        }
    }

    private void Accept(NetInput.Accepted accepted, NetEffects effects)
    {
        Observed.Connections++;
        if (Behaviour.ClosesAfterAccept)
        {
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        if (_connections.Count >= Settings.ConnectionsMax)
        {
            Observed.ConnectionsOverLimit++;
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        _connections.Add(accepted.Flow, new(accepted.Flow, isTls: accepted.Listener == _tls.Flow));
    }

    private void End(Instant now, FlowId flow, string why)
    {
        if (_tls.Failed(flow) || _tcp.Failed(flow))
        {
            ListenFault = $"{Settings.Name}: {why}".TrimEnd();
            _reopenAt = now + ReopenPause;
        }

        _ = _connections.Remove(flow);
    }

    private void DoWhatIsDue(Instant now, NetEffects effects)
    {
        if (_reopenAt <= now)
        {
            SetPorts(effects);
        }

        while (_late.TryPeek(out var first) && first.Due <= now)
        {
            if (_connections.ContainsKey(_late.Dequeue().Answer.Flow))
            {
                effects.Add(first.Answer);
            }
        }
    }

    /// <summary>Asks the host for something whose result goes on with a request.</summary>
    private FlowId Wait(Action<Now, NetInput, NetEffects> goOn)
    {
        var flow = _ids.Next();
        _waiting.Add(flow, goOn);
        return flow;
    }

    private void Resume(Now now, NetInput input, NetEffects effects)
    {
        var flow = input switch
        {
            NetInput.TicketTaken taken => taken.Flow,
            NetInput.CertificateIssued issued => issued.Flow,
            NetInput.SecurityFailed failed => failed.Flow,
            _ => default,
        };
        if (_waiting.Remove(flow, out var goOn))
        {
            goOn(now, input, effects);
        }
    }

    private void Answer(in Turn turn)
    {
        if (Behaviour.Silent)
        {
            return;
        }

        if (Behaviour.Status != 0)
        {
            Reply(turn, new(Behaviour.Status, ReasonOf(Behaviour.Status)));
            return;
        }

        var path = turn.Path;
        switch (turn.Request.Method)
        {
            case "GET" when Is(path, CertificatesPath + WebServiceMetadata.Suffix):
                AnswerCertificateMetadata(turn);
                break;
            case "GET" when Is(path, TicketsPath + WebServiceMetadata.Suffix):
                AnswerTicketMetadata(turn);
                break;
            case "GET" when Is(path, "/") || Is(path, AutodiscoverPath):
                AnswerRoot(turn);
                break;
            case "GET" when Is(path, UserPath):
                AnswerUser(turn);
                break;
            case "POST" when Is(path, CertificatesPath):
                AnswerChain(turn);
                break;
            case "POST" when Is(path, CertificatesPath + ByTicket):
                AnswerCertificate(turn);
                break;
            case "POST" when path.StartsWith(TicketsPath, StringComparison.OrdinalIgnoreCase):
                AnswerTicket(turn, path[TicketsPath.Length..]);
                break;
            default:
                Reply(turn, new(404, "Not Found"));
                break;
        }
    }

    private static string ReasonOf(int status) => status switch
    {
        403 => "Forbidden",
        404 => "Not Found",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };

    private static bool Is(string path, string known) => string.Equals(path, known, StringComparison.OrdinalIgnoreCase);

    /// <summary>Nothing but root certificates and Lyncdiscover goes without TLS.</summary>
    private bool RefusesPlain(in Turn turn)
    {
        if (!turn.Connection.IsTls)
        {
            Reply(turn, new(403, "Forbidden"));
        }

        return !turn.Connection.IsTls;
    }

    private DateTimeOffset DateOf(Now now) => now.WallClock + Behaviour.ClockError;

    private void ReplyXml(in Turn turn, byte[] body, string type = SoapMessage.ContentType) => Reply(
        turn,
        new(200, "OK")
        {
            Fields = [new("Content-Type", $"{type}; charset=utf-8")],
            Body = body,
        });

    /// <summary>A refusal in SOAP, which comes with the status 500 (SOAP 1.1 section 6.2).</summary>
    private void ReplyFault(in Turn turn, string code, int errorId, string reason) => Reply(
        turn,
        new(500, "Internal Server Error")
        {
            Fields = [new("Content-Type", $"{SoapMessage.ContentType}; charset=utf-8")],
            Body = new SoapFault(code, reason) { ErrorId = errorId, Reason = reason }.ToBytes(),
        });

    /// <summary>A refusal by HTTP, which says why in a field.</summary>
    private void ReplyRefusal(in Turn turn, HttpResponse response, int errorId, string reason) => Reply(
        turn,
        Behaviour.OmitsDiagnostics
            ? response
            : response with
            {
                Fields = response.Fields.Add(
                    new(WebDiagnostics.Field, new WebDiagnostics(errorId, Settings.Name.Text, reason).ToString())),
            });

    private void Reply(in Turn turn, HttpResponse response)
    {
        var answer = new NetEffect.AnswerHttp(
            turn.Connection.Flow,
            response with
            {
                Fields =
                [
                    .. response.Fields, new(WebDiagnostics.ServerField, Settings.Name.Text),
                    new("Date", DateOf(turn.Now).ToString("R", CultureInfo.InvariantCulture)),
                ],
            });
        if (!_connections.ContainsKey(answer.Flow))
        {
            return;
        }

        if (Behaviour.Delay > TimeSpan.Zero)
        {
            _late.Enqueue((turn.Now.Monotonic + Behaviour.Delay, answer));
        }
        else
        {
            turn.Effects.Add(answer);
        }
    }

    /// <summary>One request, and what its answer needs.</summary>
    private readonly record struct Turn(Now Now, WebConnection Connection, HttpRequest Request, NetEffects Effects)
    {
        public string Path => Request.Target.Split('?', 2)[0];

        /// <summary>The value of a parameter of the query; empty where there is none.</summary>
        public string Parameter(string name)
        {
            foreach (var pair in Request.Target.Split('?', 2) is [_, var query] ? query.Split('&') : [])
            {
                if (pair.Split('=', 2) is [var known, var value]
                    && string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                {
                    return Uri.UnescapeDataString(value.Replace('+', ' '));
                }
            }

            return "";
        }

        /// <summary>The same turn when the host has done its part.</summary>
        public Turn At(Now now, NetEffects effects) => this with { Now = now, Effects = effects };

        /// <summary>The request line, which holds no secret.</summary>
        public override string ToString() => $"{Request}";
    }
}
