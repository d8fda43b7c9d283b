using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Sends text and keeps the answers: a person with a terminal, against a SIP server of the lab.</summary>
internal sealed class RawSipClient(EndPointAddress to, TlsRequest? tls = null) : INode
{
    private readonly SipStreamReader _reader = new(SipLimits.Default);
    private readonly SipMessage _message = new();
    private readonly FlowIds _ids = new();
    private FlowId _flow;
    private byte[]? _next;

    public List<string> Answers { get; } = [];

    public List<ChannelEnd> Ends { get; } = [];

    public bool IsReady { get; private set; }

    public Instant? Deadline => null;

    public string Last => Answers[^1];

    /// <summary>What the next poke (sign-out, which nothing else uses here) sends.</summary>
    public void Queue(string text) => _next = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn or NetInput.NetworkChanged:
                _flow = _ids.Next();
                effects.Add(new NetEffect.Connect(_flow, to, tls));
                break;
            case NetInput.Connected when tls is null:
            case NetInput.Secured:
                IsReady = true;
                break;
            case NetInput.SignOut:
                effects.Add(new NetEffect.Write(_flow, _next));
                break;
            case NetInput.Ended ended:
                Ends.Add(ended.Why);
                break;
            case NetInput.Received received:
                _reader.Feed(received.Bytes.Span);
                while (_reader.Read(_message, out var fault) is var read and not SipStreamRead.NeedMore)
                {
                    read.ShouldBe(SipStreamRead.Message, $"{fault}");
                    Answers.Add(Encoding.UTF8.GetString(_message.Bytes.Span));
                }

                break;
            default:
                break;
        }
    }

    public static string Header(string message, string name) => message.Split("\r\n")
        .First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    public static string[] Headers(string message, string name) => [.. message.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())];

    public static int Status(string message) => int.Parse(message.AsSpan(8, 3));

    /// <summary>The Authorization header that answers the first challenge of a 401.</summary>
    public static string Answer(string challenge, string password, uint count = 1, string user = "alice")
    {
        DigestChallenge.TryRead(Encoding.UTF8.GetBytes(challenge), out var read, out _).ShouldBeTrue();
        return "Authorization: " + DigestCredentials.Answer(read, user, DigestSecret.FromPassword(password), "REGISTER",
            "sip:contoso.example", count, "f00d", []).ToHeaderValue();
    }
}
