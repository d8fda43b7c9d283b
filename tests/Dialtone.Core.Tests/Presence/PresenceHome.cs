using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Presence;

/// <summary>The user's own side of a deployment of Lync, as text: contacts and presence.</summary>
internal sealed class PresenceHome
{
    public const string Gruu = "sip:alice@contoso.example;opaque=user:epid:test;gruu";
    public const string AllEvents =
        "Allow-Events: vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-self,presence";

    private readonly Dictionary<string, Func<SipMessage, string?>> _others = [];

    /// <param name="with">What the device is told besides; <c>null</c> for nothing.</param>
    public PresenceHome(Func<DeviceSettings, DeviceSettings>? with = null)
    {
        Bench = new DeviceBench
        {
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
            With = settings => (with ?? (same => same))(settings with { FollowsPresence = true }),
        };
        Bench.Registrar = Answer;
    }

    public DeviceBench Bench { get; }

    /// <summary>What the Registrar names the endpoint.</summary>
    public string Named { get; set; } = Gruu;

    public string State { get; set; } = "register-action=\"added\"";

    public string AllowEvents { get; set; } = AllEvents;

    public string Supported { get; set; } = "Supported: adhoclist";

    public ContactList List { get; set; } = new()
    {
        Delta = 412,
        Groups = [new(1, "~")],
        Contacts = [new("bob@contoso.example", "", [1]), new("carol@contoso.example", "Carol", [1])],
    };

    public RoamingData Self { get; set; } = new()
    {
        Categories = new("alice@contoso.example", []),
        Containers = [new(200, 1, [ContainerMember.SameEnterprise]), new(100, 1, [ContainerMember.Federated])],
        Subscribers = [],
    };

    /// <summary>What the server makes of a publication.</summary>
    public RoamingData Made { get; set; } = Own(3500);

    public uint Expires { get; set; } = 28800;

    /// <summary>Requests after REGISTER, by what they are about.</summary>
    public IEnumerable<SipMessage> Asked(string about) =>
        Bench.Sent.Select(each => each.Message).Where(message => AboutOf(message) == about);

    /// <summary>Answers requests about something otherwise.</summary>
    public void Set(string about, Func<SipMessage, string?> answer) => _others[about] = answer;

    public PresenceHome PowerOn()
    {
        Bench.PowerOn();
        Bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        return this;
    }

    public void Notify(SipMessage subscribe, string contentType, ReadOnlySpan<byte> body, string method = "BENOTIFY",
        string state = "active;expires=28800")
    {
        var text = $"{method} {Gruu} SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bKn1\r\n"
            + $"From: {subscribe.Header("To")};tag=srv\r\nTo: {subscribe.Header("From")}\r\n"
            + $"Call-ID: {subscribe.Header("Call-ID")}\r\nCSeq: 2 {method}\r\nsubscription-state: {state}\r\n"
            + $"Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n";
        Bench.Give(new DeviceInput.SipRequest(Bench.Channel, SipScript.Read(text + Encoding.UTF8.GetString(body))));
    }

    public static RoamingData Own(uint number) => new()
    {
        Categories = new("alice@contoso.example",
        [
            new("state")
            {
                Instance = 1,
                Container = 2,
                Version = 1,
                Content = new CategoryContent.State(StateKind.Aggregate, number),
            },
        ]),
    };

    public static CategoryDocument Of(string address, uint number, string name = "", string note = "") => new(address,
    [
        new("state") { Instance = 1, Content = new CategoryContent.State(StateKind.Aggregate, number) },
        new("contactCard") { Instance = 0, Content = new CategoryContent.ContactCard(name, "") },
        note.Length == 0 ? new("note")
            : new("note") { Instance = 0, Content = new CategoryContent.Note(note) },
    ]);

    public static string Content(SipMessage request, string contentType, byte[] body, uint expires) =>
        request.AnswerWith(
            Encoding.UTF8.GetString(body), "200 OK", "Contact: <sip:fe1.contoso.example:5061;transport=tls>",
            $"Expires: {expires}", $"subscription-state: active;expires={expires}", "ms-piggyback-cseq: 1",
            $"Content-Type: {contentType}");

    public static string Presence(SipMessage request, uint expires, params CategoryDocument[] documents)
    {
        var writer = new MultipartWriter("b");
        writer.Write(new RlmiList("alice@contoso.example", 0, false,
            [.. documents.Select(each => new RlmiResource(each.Address, RlmiState.Active, each.Address))]));
        foreach (var document in documents)
        {
            writer.Write(document.Address, document);
        }

        return Content(request, writer.ContentType, writer.ToBytes(), expires);
    }

    public static ImmutableArray<string> ContactsOf(SipMessage subscribe)
    {
        BatchSubscription.TryRead(subscribe.Body.Span, out var batch, out var fault).ShouldBeTrue($"{fault}");
        return batch!.Contacts;
    }

    private static string AboutOf(SipMessage message) => message.Method switch
    {
        SipMethod.Subscribe => message.Header("Event"),
        SipMethod.Service => message.Header("Content-Type"),
        _ => "",
    };

    private string? Answer(SipMessage request) => _others.TryGetValue(AboutOf(request), out var other)
        ? other(request)
        : AboutOf(request) switch
        {
            PresenceEvents.RoamingContacts =>
                Content(request, PresenceContentTypes.RoamingContacts, List.ToBytes(), Expires),
            PresenceEvents.RoamingSelf => Content(request, PresenceContentTypes.RoamingSelf, Self.ToBytes(), Expires),
            PresenceEvents.Presence => Presence(
                request, Expires, [.. ContactsOf(request).Select(contact => Of(contact, 15500, "Bob Builder"))]),
            PresenceContentTypes.Publish => request.AnswerWith(
                Encoding.UTF8.GetString(Made.ToBytes()), "200 OK",
                $"Content-Type: {PresenceContentTypes.RoamingSelf}"),
            "" => Registered(request),
            _ => request.Answer("200 OK"),
        };

    private string Registered(SipMessage request) => request.Answer(
        "200 OK", $"Contact: {request.Header("Contact")};expires=600;gruu=\"{Named}\"", $"presence-state: {State}",
        AllowEvents, "Supported: msrtc-event-categories", Supported);
}
