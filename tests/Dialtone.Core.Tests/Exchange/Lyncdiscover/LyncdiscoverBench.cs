using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Lyncdiscover;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Tests.Certificates;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Tests.Exchange.Lyncdiscover;

/// <summary>
/// Lyncdiscover under test, a clock moved by hand, and web servers that are a table: from scheme, host and path to an
/// answer. A host that is in none of the addresses does not exist; what is in no table answers 404.
/// </summary>
internal sealed class LyncdiscoverBench
{
    public const string Root = "/?sipuri=alice%40contoso.example";
    public const string Service = "https://web.contoso.example/Autodiscover/AutodiscoverService.svc/root";
    public const string User = Service + "/user";
    public const string Tickets = "https://web.contoso.example/WebTicket/WebTicketService.svc";

    private readonly Queue<DeviceInput> _inputs = [];
    private readonly Dictionary<FlowId, string> _open = [];

    public DeviceSettings Settings { get; set; } = new DeviceBench().Settings;

    public HashSet<string> Hosts { get; } = ["web.contoso.example"];

    /// <summary>Answers by address without port; <c>null</c> for silence.</summary>
    public Dictionary<string, Func<HttpRequest, HttpResponse?>> Answers { get; } = new()
    {
        [User] = request => WebTicket.TryReadField(request.Field(WebTicket.Field), out _)
            ? Xml(new()
            {
                IsOfUser = true,
                Location = AccessLocation.Internal,
                Internal = new(DeviceBench.Pool01, 5061),
                External = new(DeviceBench.Edge, 443),
            })
            : new(401, "Unauthorized") { Fields = [new(WebTicket.UrlField, Tickets)] },
        [$"{Tickets}/mex"] = _ => new(200)
        {
            Body = new WebServiceMetadata
            {
                Ports = [new(WebServiceMetadata.NegotiatePort, $"{Tickets}/Auth")],
            }.ToBytes(),
        },
        [$"{Tickets}/Auth"] = request => request.Field("Authorization") is null
            ? new(401) { Fields = [new("WWW-Authenticate", "NTLM")] }
            : new(200) { Body = Ticket(request) },
    };

    public KeepingJournal Journal { get; } = new();

    public List<string> Asked { get; } = [];

    public Now Now { get; private set; } = new(Instant.Zero + TimeSpan.FromHours(1), DeviceBench.WallClock);

    public static HttpResponse Xml(AutodiscoverResponse answer) => new(200, "OK") { Body = answer.ToBytes() };

    public static HttpResponse Link(string token, string href) => Xml(new() { Links = [new(token, href)] });

    public LyncdiscoverBench At(string url, Func<HttpRequest, HttpResponse?> answer)
    {
        Answers[url] = answer;
        Hosts.Add(new Uri(url).Host);
        return this;
    }

    public LyncdiscoverOutcome Run()
    {
        var exchange = new LyncdiscoverExchange(Settings, new SeededEntropy(1), new FlowIds(), Journal)
        {
            Authentication = new StandInAuthentication(),
        };
        Do(exchange, effects => exchange.Begin(Now, effects));
        while (exchange.Outcome is null)
        {
            var deadline = exchange.Deadline.ShouldNotBeNull("What is under way has a deadline.");
            Now = new(deadline, Now.WallClock + (deadline - Now.Monotonic));
            Do(exchange, effects => exchange.Handle(Now, new DeviceInput.DeadlineReached(), effects));
        }

        exchange.Deadline.ShouldBeNull();
        _open.ShouldBeEmpty();
        return exchange.Outcome;
    }

    private static byte[] Ticket(HttpRequest request)
    {
        WebTicketRequest.TryRead(request.Body.Span, out var asked, out _).ShouldBeTrue();
        asked!.AppliesTo.ShouldBe(User);
        return new WebTicketResponse
        {
            Created = WebMoment.Of(DeviceBench.WallClock),
            Expires = WebMoment.Of(DeviceBench.WallClock.AddHours(8)),
            Assertion = "<saml:Assertion AssertionID=\"1\"><x/></saml:Assertion>",
            AssertionId = "1",
            Entropy = new byte[32],
        }.ToBytes();
    }

    private void Do(LyncdiscoverExchange exchange, Action<List<DeviceEffect>> step)
    {
        var effects = new List<DeviceEffect>();
        step(effects);
        Perform(effects);
        while (_inputs.TryDequeue(out var input))
        {
            effects.Clear();
            exchange.Handle(Now, input, effects);
            Perform(effects);
        }
    }

    private void Perform(List<DeviceEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case DeviceEffect.AskAddresses ask:
                    _inputs.Enqueue(new DeviceInput.AddressesAnswered(ask.Name, Hosts.Contains(ask.Name.Text)
                        ? DeviceBench.Found(DeviceBench.FrontEnd1)
                        : new() { Status = DnsStatus.NoSuchName, Name = ask.Name }));
                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.Connect connect }:
                    _open.Add(connect.Flow, connect.Tls is null ? "http" : "https");
                    Tell(new NetInput.Connected(connect.Flow, DeviceBench.Local, connect.To));
                    if (connect.Tls is { } tls)
                    {
                        Tell(new NetInput.Secured(connect.Flow, DeviceBench.Certificate(tls.ExpectedName)));
                    }

                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.SendHttp send }:
                    Serve(send);
                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.Close close }:
                    _open.Remove(close.Flow).ShouldBeTrue("Only what is open is closed.");
                    break;
                default:
                    break;
            }
        }
    }

    private void Serve(NetEffect.SendHttp send)
    {
        var url = $"{_open[send.Flow]}://{send.Request.Host}{send.Request.Target}";
        Asked.Add(url);
        var answer = Answers.TryGetValue(url, out var given) ? given(send.Request) : new(404, "Not Found");
        if (answer is not null)
        {
            Tell(new NetInput.HttpAnswered(send.Flow, answer));
        }
    }

    private void Tell(NetInput input) => _inputs.Enqueue(new DeviceInput.OfHost(input));
}
