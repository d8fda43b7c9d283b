using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Net.Tests.Reports;

/// <summary>Journal entries of the deployment that the examples of this project speak of.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset WallClock = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");
    public static readonly HostName Pool02 = HostName.Parse("pool02.contoso.example");
    public static readonly IpAddress FrontEnd1 = IpAddress.Parse("192.0.2.11");
    public static readonly IpAddress FrontEnd2 = IpAddress.Parse("192.0.2.12");
    public static readonly EndPointAddress Remote1 = new(FrontEnd1, 5061);
    public static readonly EndPointAddress Remote2 = new(FrontEnd2, 5061);
    public static readonly EndPointAddress Local = new(IpAddress.Parse("192.0.2.50"), 51234);
    public static readonly EndPointAddress DnsServer = new(IpAddress.Parse("192.0.2.53"), 53);
    public static readonly Candidate Tls = new(CandidateSource.InternalSrv, SipTransport.Tls, Pool01, 5061);
    public static readonly Candidate Tcp = new(CandidateSource.InternalSrv, SipTransport.Tcp, Pool01, 5060)
    {
        Via = NameOf(SrvService.InternalTcp),
    };

    private static readonly CertificateFacts Root = new(
        "Contoso Lab CA", "Contoso Lab CA", [], WallClock.AddYears(-2), WallClock.AddYears(5), "01", "RSA", 4096, true);

    public static readonly CertificateFacts Leaf = new(
        Pool01.Text, "Contoso Lab CA", [Pool01.Text], WallClock.AddDays(-1), WallClock.AddDays(89.5), "00", "RSA", 2048,
        ServerAuthentication: true);

    public static JournalEntry PoweredOn(DeviceMemory? memory = null) =>
        new JournalEntry.PoweredOn(At(0), "sip:alice@contoso.example", "lync-phone", memory);

    public static JournalEntry Dhcp(DhcpOutcome outcome) =>
        new JournalEntry.DhcpSeen(At(0.002), outcome with { Took = TimeSpan.FromMilliseconds(2) });

    public static JournalEntry Dns(SrvService service, DnsStatus status, params ReadOnlySpan<SrvTarget> targets) =>
        new JournalEntry.DnsSeen(
            At(0.003), new(NameOf(service), DnsType.Srv), HostName.Parse("contoso.example"), new DnsOutcome
            {
                Status = status,
                Name = NameOf(service),
                Targets = [.. targets],
                Tries = status == DnsStatus.NoServer ? [] : [new DnsTry(DnsServer, status, TimeSpan.Zero)],
                Took = TimeSpan.FromMilliseconds(3),
            });

    public static JournalEntry.BackupIdle Idle(int status, bool neverSignedIn = false) => new(
        At(0), Tls with { Host = Pool02 }, Tls,
        new()
        {
            Kind = status == 301 ? RegisterFailureKind.RedirectUnusable : RegisterFailureKind.Unavailable,
            Status = status,
            Reason = status == 301 ? "" : "Service Unavailable",
        },
        neverSignedIn);

    public static JournalEntry.SurvivableModeBegan Limited(SurvivableReason why, HostName primary = default) =>
        new(At(0), Tls, why, primary, "");

    public static HostName NameOf(SrvService service) => SrvNames.Of(service, HostName.Parse("contoso.example"));

    public static JournalEntry Resolved(DnsStatus status, params ReadOnlySpan<IpAddress> addresses) =>
        new JournalEntry.Resolved(At(0.004), Tls, new DnsOutcome
        {
            Status = status,
            Name = Pool01,
            Addresses = [.. addresses],
            Server = DnsServer,
            Took = TimeSpan.FromMilliseconds(1),
        }, FromMemory: false);

    public static JournalEntry ConnectFailed(ChannelEnd why, string detail = "", double seconds = 5) =>
        new JournalEntry.ConnectFailed(At(5.004), Tls, Remote1, why, detail, TimeSpan.FromSeconds(seconds));

    public static JournalEntry Connected(Candidate candidate, EndPointAddress remote) =>
        new JournalEntry.Connected(At(5.005), candidate, Local, remote, TimeSpan.FromMilliseconds(1));

    public static JournalEntry.Secured Secured(
        CertificateVerdict verdict, Func<CertificateFacts, CertificateFacts>? change = null,
        ChainTrust trust = ChainTrust.Trusted, Func<CertificateFacts, CertificateFacts>? changeRoot = null) =>
        new(
            At(5.014), Tls, Remote2,
            new TlsFacts(
                "TLS 1.3", "TLS_AES_256_GCM_SHA384",
                [change?.Invoke(Leaf) ?? Leaf, changeRoot?.Invoke(Root) ?? Root], trust),
            verdict, WallClock, TimeSpan.FromMilliseconds(9));

    public static JournalEntry HandshakeFailed(ChannelEnd why, string detail = "") =>
        new JournalEntry.HandshakeFailed(At(5.014), Tls, Remote2, why, detail, null, TimeSpan.FromMilliseconds(9));

    public static JournalEntry Registered(
        bool refresh = false, string mechanism = "Digest SHA-256", Candidate? candidate = null) =>
        new JournalEntry.Registered(
            At(5.02), candidate ?? Tls, Remote2, mechanism, TimeSpan.FromSeconds(600), refresh,
            TimeSpan.FromMilliseconds(6));

    public static JournalEntry RegisterFailed(
        RegisterFailureKind kind, int status = 0, string reason = "", string says = "") =>
        RegisterFailed(new RegisterFailure { Kind = kind, Status = status, Reason = reason, Diagnostics = says });

    public static JournalEntry RegisterFailed(RegisterFailure failure) =>
        new JournalEntry.RegisterFailed(At(5.02), Tls, Remote2, failure, TimeSpan.FromMilliseconds(6));

    public static JournalEntry AttemptFailed(Candidate candidate, Step at) =>
        new JournalEntry.AttemptFailed(At(5.02), at, candidate, Final: false);

    public static JournalEntry Began(Candidate candidate) =>
        new JournalEntry.AttemptBegan(At(0.003), Cycle.Scratch, candidate);

    public static JournalEntry CycleBegan(Cycle cycle) => new JournalEntry.CycleBegan(At(0), cycle);

    public static JournalEntry CycleFailed(CycleEnd why, Cycle cycle = Cycle.Scratch) =>
        new JournalEntry.CycleFailed(At(6), cycle, why);

    public static JournalEntry Saved() => new JournalEntry.MemorySaved(At(5.02), Memory);

    public static DeviceMemory Memory { get; } = new()
    {
        Account = "sip:alice@contoso.example",
        Profile = "lync-phone",
        Registrar = new KnownRegistrar(Pool01, SipTransport.Tls, 5061),
        RegistrarAddresses = [FrontEnd1, FrontEnd2],
        KnownRegistrars = [new KnownRegistrar(Pool01, SipTransport.Tls, 5061)],
        SavedAt = WallClock,
    };

    /// <summary>The walk of the sample that the project began with.</summary>
    public static ImmutableArray<JournalEntry> Sample { get; } =
    [
        PoweredOn(),
        CycleBegan(Cycle.Scratch),
        Dhcp(new() { Status = DhcpStatus.Answered, Server = IpAddress.Parse("192.0.2.2"), Registrar = Pool01 }),
        Dns(SrvService.InternalTls, DnsStatus.Answered, new SrvTarget(Pool01, 5061, 0, 0)),
        Dns(SrvService.InternalTcp, DnsStatus.NoSuchName),
        Dns(SrvService.ExternalTls, DnsStatus.NoSuchName),
        Dns(SrvService.ExternalTcp, DnsStatus.NoSuchName),
        Began(Tls),
        Resolved(DnsStatus.Answered, FrontEnd1, FrontEnd2),
        ConnectFailed(ChannelEnd.TimedOut),
        Connected(Tls, Remote2),
        Secured(CertificateVerdict.Good),
        new JournalEntry.Challenged(At(5.015), Tls, ["Digest SHA-256"], "Digest SHA-256"),
        Registered(),
        new JournalEntry.Flushed(At(5.02)),
        Saved(),
    ];

    public static Instant At(double seconds) => Instant.Zero + TimeSpan.FromSeconds(seconds);

    /// <summary>The lines as the command line shows them.</summary>
    public static string[] Lines(params ReadOnlySpan<JournalEntry> journal) => Lines(new Walk(), journal);

    public static string[] Lines(Walk walk, params ReadOnlySpan<JournalEntry> journal)
    {
        var lines = new List<string>();
        foreach (var entry in journal)
        {
            lines.AddRange(walk.Add(entry).Select(Line));
        }

        return [.. lines];
    }

    private static string Line(WalkLine line)
    {
        var mark = line.Mark switch { WalkMark.Done => "✓", WalkMark.Failed => "✗", _ => "·" };
        var took = line.Took is { } time ? Words.Of(time) : "";
        return $" {mark} {Words.Of(line.Step),-8} {took,-7} {line.Text}";
    }
}
