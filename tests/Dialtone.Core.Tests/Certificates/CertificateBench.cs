using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Core.Tests.Certificates;

/// <summary>
/// The stage under test, a clock moved by hand, a host that makes real keys, and a deployment's Web Services that do as
/// the specification says unless a test changes a piece of it.
/// </summary>
internal sealed class CertificateBench
{
    public const string Service = "https://web.contoso.example/CertProv/CertProvisioningService.svc";
    public const string Pin = "135790";

    // Made once: that takes longer than everything else here.
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly RSA Authority = RSA.Create(2048);

    public static readonly HostName Registrar = HostName.Parse("fe01.contoso.example");

    private readonly Queue<DeviceInput> _inputs = [];
    private readonly Dictionary<FlowId, NetEffect.Connect> _open = [];
    private ProofKey? _proofKey;

    /// <summary>The account's.</summary>
    public DeviceSettings Settings { get; set; } = new DeviceBench().Settings;

    public CertificateSources Sources { get; set; } = new(Service, null, default);

    public StandInAuthentication? Authentication { get; set; } = new();

    /// <summary>Hosts that have an address; the others are unknown to DNS.</summary>
    public HashSet<string> Hosts { get; } = ["web.contoso.example"];

    /// <summary>What the server answers in place of what it should; by the end of the path.</summary>
    public Dictionary<string, Func<HttpRequest, HttpResponse?>> Instead { get; } = [];

    public WebTicketUse Use { get; set; } = WebTicketUse.Proof;

    public string TicketPort { get; set; } = WebServiceMetadata.NegotiatePort;

    public TimeSpan ServerClockAhead { get; set; }

    public TimeSpan TicketLife { get; set; } = TimeSpan.FromHours(8);

    public TimeSpan CertificateLife { get; set; } = TimeSpan.FromDays(180);

    public string Subject { get; set; } = "alice@contoso.example";

    /// <summary>The key that is certified; the request's own unless a test says another.</summary>
    public RSA? OtherKey { get; set; }

    public bool AsBundle { get; set; }

    /// <summary>Why the host makes no key; <c>null</c> where it does.</summary>
    public SecurityFault? NoKey { get; set; }

    public KeepingJournal Journal { get; } = new();

    public List<DeviceEffect> Effects { get; } = [];

    public List<HttpRequest> Requests { get; } = [];

    public WebTicketRequest? TicketRequest { get; private set; }

    public PublishCertificateRequest? PublishRequest { get; private set; }

    public SignatureCheck? Signature { get; private set; }

    public Now Now { get; set; } = new(Instant.Zero + TimeSpan.FromHours(1), DeviceBench.WallClock);

    public int OpenFlows => _open.Count;

    private DateTimeOffset ServerClock => Now.WallClock + ServerClockAhead;

    public static HttpResponse Answer(int status, byte[]? body = null, params HttpField[] fields) =>
        new(status, status == 200 ? "OK" : "Refused") { Fields = [.. fields], Body = body ?? [] };

    /// <summary>Whether number and PIN say who the user is.</summary>
    public bool FindsUser { get; set; }

    /// <summary>Whom the ticket names as its subject; <c>null</c> for nobody.</summary>
    public string? TicketSubject { get; set; }

    public CertificateStage Run()
    {
        var stage = new CertificateStage(Settings, Sources, new SeededEntropy(1), new FlowIds(), Journal)
        {
            Authentication = Authentication,
            FindsUser = FindsUser,
        };
        Do(stage, effects => stage.Begin(Now, effects));
        while (stage.State == CertificateStageState.Working)
        {
            var deadline = stage.Deadline.ShouldNotBeNull("What is under way has a deadline.");
            Now = new(deadline, Now.WallClock + (deadline - Now.Monotonic));
            Do(stage, effects => stage.Handle(Now, new DeviceInput.DeadlineReached(), effects));
        }

        stage.Deadline.ShouldBeNull();
        OpenFlows.ShouldBe(0);
        return stage;
    }

    public CertificateFailure Fail()
    {
        var stage = Run();
        (stage.State, stage.Certificate).ShouldBe((CertificateStageState.Failed, null));
        return stage.Failure.ShouldNotBeNull();
    }

    private void Do(CertificateStage stage, Action<List<DeviceEffect>> step)
    {
        var effects = new List<DeviceEffect>();
        step(effects);
        Perform(effects);
        while (_inputs.TryDequeue(out var input))
        {
            effects.Clear();
            stage.Handle(Now, input, effects);
            Perform(effects);
        }
    }

    private void Perform(List<DeviceEffect> effects)
    {
        Effects.AddRange(effects);
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
                    _open.Add(connect.Flow, connect);
                    Tell(new NetInput.Connected(connect.Flow, DeviceBench.Local, connect.To));
                    Tell(new NetInput.Secured(connect.Flow, DeviceBench.Certificate(connect.Tls!.ExpectedName)));
                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.SendHttp or NetEffect.MakeCertificateRequest } ofHost:
                    if (Answer(ofHost.Effect) is { } answer)
                    {
                        Tell(answer);
                    }

                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.Close close }:
                    _open.Remove(close.Flow).ShouldBeTrue("Only what is open is closed.");
                    break;
                default:
                    break;
            }
        }
    }

    private void Tell(NetInput input) => _inputs.Enqueue(new DeviceInput.OfHost(input));

    /// <summary>What host and servers answer.</summary>
    public NetInput? Answer(NetEffect effect) => effect switch
    {
        NetEffect.MakeCertificateRequest make => Make(make),
        NetEffect.SendHttp send when Serve(send.Request) is { } response =>
            new NetInput.HttpAnswered(send.Flow, response),
        _ => null,
    };

    private NetInput Make(NetEffect.MakeCertificateRequest make) => NoKey is { } why
        ? new NetInput.SecurityFailed(make.Flow, why, "OpenSSL 3 is not there")
        : new NetInput.CertificateRequestMade(
            make.Flow,
            new CertificateRequest(
                $"CN={make.CommonName}", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSigningRequest(),
            new(Key.ExportPkcs8PrivateKey()));

    private HttpResponse? Serve(HttpRequest request)
    {
        Requests.Add(request);
        foreach (var (end, answer) in Instead)
        {
            if (request.Target.EndsWith(end, StringComparison.Ordinal))
            {
                return answer(request);
            }
        }

        var body = request.Target switch
        {
            "/CertProv/CertProvisioningService.svc/mex" => new WebServiceMetadata
            {
                Ports = [new(WebServiceMetadata.CertificatePort, $"{Service}/WebTicket_Proof_SHA1")],
                Policies =
                [
                    new(
                        WebTicketPolicy.IdOf(WebServiceMetadata.CertificatePort),
                        "https://web.contoso.example/WebTicket/WebTicketService.svc", Use),
                ],
            }.ToBytes(),
            "/WebTicket/WebTicketService.svc/mex" => new WebServiceMetadata
            {
                Ports = [new(TicketPort, "https://web.contoso.example/WebTicket/WebTicketService.svc/Auth")],
            }.ToBytes(),
            "/WebTicket/WebTicketService.svc/Auth" => IssueTicket(request),
            _ => IssueCertificate(request),
        };
        return body is null
            ? Answer(401, null, new("WWW-Authenticate", "Negotiate"), new("WWW-Authenticate", "NTLM"))
            : Answer(
                200, body, new("X-MS-Server-Fqdn", "fe01.contoso.example"),
                new("Date", ServerClock.ToString("R", CultureInfo.InvariantCulture)));
    }

    private byte[]? IssueTicket(HttpRequest request)
    {
        var byPin = TicketPort == UsernameToken.PortName;
        if (!byPin && request.Field("Authorization") is null)
        {
            return null;
        }

        WebTicketRequest.TryRead(request.Body.Span, out var asked, out _).ShouldBeTrue();
        TicketRequest = asked;
        var response = new WebTicketResponse
        {
            Created = WebMoment.Of(ServerClock),
            Expires = WebMoment.Of(ServerClock + TicketLife),
            Assertion = TicketSubject is { } subject
                ? "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:1.0:assertion\" "
                    + "AssertionID=\"SamlSecurityToken-1\"><saml:AuthenticationStatement><saml:Subject>"
                    + $"<saml:NameIdentifier>{subject}</saml:NameIdentifier>"
                    + "</saml:Subject></saml:AuthenticationStatement></saml:Assertion>"
                : "<saml:Assertion AssertionID=\"SamlSecurityToken-1\"><x/></saml:Assertion>",
            AssertionId = "SamlSecurityToken-1",
            Entropy = new byte[32],
        };
        _proofKey = response.TicketFor(asked!.Entropy.Span).Key;
        return response.ToBytes();
    }

    private byte[] IssueCertificate(HttpRequest request)
    {
        PublishCertificateRequest.TryRead(request.Body.Span, out var asked, out _).ShouldBeTrue();
        PublishRequest = asked;
        Signature = asked!.Header.Proof!.Check(_proofKey!);
        var subject = new CertificateRequest(
            $"CN={Subject}", OtherKey ?? Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var issued = subject.Create(
            new X500DistinguishedName("CN=Communications Server"),
            X509SignatureGenerator.CreateForRSA(Authority, RSASignaturePadding.Pkcs1),
            ServerClock, ServerClock + CertificateLife, [1, 2, 3]);
        return new PublishCertificateResponse
        {
            Certificate = AsBundle ? CertificateBundle.ToPkcs7(issued.RawData) : issued.RawData,
        }.ToBytes();
    }
}
