using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Dialtone.Cli.Tests.Running;
using Dialtone.Core.Findings;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Cli.Tests.Test;

/// <summary>A fault of the lab on loopback, and what its scenario expects of <c>dialtone test</c>.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Expected">What must be found, and by whom.</param>
internal sealed record FaultDiagnosis(LabFault Fault, LabExpectation Expected)
{
    // What a machine that has much else to do adds by itself.
    private static readonly FindingCode[] Haste =
    [
        FindingCatalogue.DhcpSlow.Code, FindingCatalogue.Dhcp6Slow.Code, FindingCatalogue.DnsSlow.Code,
        FindingCatalogue.ConnectSlow.Code, FindingCatalogue.RegisterSlow.Code, FindingCatalogue.WebServicesSlow.Code,
    ];

    // Each server is silent until a limit has passed, over one transport and address after another.
    private static readonly string[] Long =
    [
        "pool01-mute", "register-silent", "tls-silent", "pool01-silent", "answer-late", "mras-silent",
        "presence-silent", "provisioning-silent",
    ];

    // What loopback shows otherwise than the simulated world does, for which the scenarios are written.
    private static readonly Dictionary<string, FindingDefinition> Otherwise = new()
    {
        // A load balancer on sockets takes a connection before it has a member for it, and can then only close it; the
        // one of the simulated world lets the member's refusal through.
        ["balancer-blind"] = FindingCatalogue.TlsClosed,
        // Clients ask Lyncdiscover at port 443 alone, which a lab on loopback leaves to the machine: its names are not
        // in DNS there, with or without the fault.
        ["lyncdiscover-loop"] = FindingCatalogue.LyncdiscoverNotThere,
        ["lyncdiscover-user-404"] = FindingCatalogue.LyncdiscoverNotThere,
    };

    // On sockets it is chance with which Front End a phone begins; who signs in at every target meets both.
    private static readonly Dictionary<string, FindingDefinition> OfOneFrontEnd = new()
    {
        ["fe1-draining"] = FindingCatalogue.RegistrarUnavailable,
        ["fe1-refused"] = FindingCatalogue.OneAddressFails,
        ["fe2-refused"] = FindingCatalogue.OneAddressFails,
        ["fe2-wrong-name"] = FindingCatalogue.TlsNameMismatch,
    };

    /// <summary>Every fault that loopback can have, in the order of their names.</summary>
    public static ImmutableArray<FaultDiagnosis> All { get; } =
    [
        .. LabFault.All.Where(fault => fault.Hosting == FaultHosting.Everywhere)
            .OrderBy(fault => fault.Name, StringComparer.Ordinal).Select(Of),
    ];

    /// <summary>Whether the run lasts long.</summary>
    public bool IsLong => Long.Contains(Fault.Name);

    /// <summary>
    /// How often it is run before it counts as wrong. A phone that signs in all the same does not wait for answers that
    /// it does not need: whether it met the fault by then is chance.
    /// </summary>
    public int RunsMax => Expected is { Result: TransactionVerdict.Success, Finding: not null } ? 5 : 1;

    /// <summary>Whether the lab needs IPv6 on loopback for it.</summary>
    public bool NeedsIPv6 => Fault.NeedsDhcp6;

    /// <summary>What the program is told.</summary>
    public string[] CommandLine =>
    [
        "test", Word(Expected.Transaction), "--lab", "--fault", Fault.Name, "--json",
        .. Expected.Profile == DeviceProfile.LyncPhone ? (string[])[] : ["--profile", Expected.Profile.Name],
        .. Expected.Scheme is { } scheme ? (string[])["--auth", Word(scheme)] : [],
        .. OfOneFrontEnd.ContainsKey(Fault.Name) ? (string[])["--every-target"] : [],
        .. Expected.LearnsRoots ? (string[])["--trust-on-first-use"] : [],
    ];

    /// <summary>
    /// Why a run is wrong; empty where it is right, as in the simulated world: the first cause, none that blocks of
    /// another code beside it, what it names, and the result. Addresses are others on loopback, and are left out.
    /// </summary>
    public string WhyWrong(RunResult run)
    {
        var result = run.Json.GetProperty("result").GetString();
        var causes = run.Json.GetProperty("findings").GetProperty("causes").EnumerateArray()
            .Where(cause => !IsHaste(CodeOf(cause))).ToList();
        var found = causes.Count == 0 ? "nothing" : string.Join(", ", causes.Select(CodeOf));
        return (result == "success") != (Expected.Result == TransactionVerdict.Success)
            ? $"it ended with {result}; found was {found}"
            : Expected.Finding is not { } code ? (causes.Count == 0 ? "" : $"{found} was found")
            : causes.Count == 0 || CodeOf(causes[0]) != code ? $"found was {found}"
            : causes.Exists(cause => CodeOf(cause) != code && cause.GetProperty("severity").GetString() == "blocking")
                ? $"another that blocks stands beside it: {found}"
            : Expected.Names.FirstOrDefault(name => !IPAddress.TryParse(name, out _)
                && !causes.Exists(cause => CodeOf(cause) == code && Names(cause, name))) is { } missing
                ? $"'{missing}' is not named"
            : "";
    }

    public override string ToString() => Fault.Name;

    private static FaultDiagnosis Of(LabFault fault) =>
        LabFaultScenario.TryOf(fault, Deployment.Contoso, out var scenario)
            ? new(fault, OfOneFrontEnd.TryGetValue(fault.Name, out var found)
                ? scenario.Expect! with { Finding = found.Code }
                : Otherwise.TryGetValue(fault.Name, out found)
                    ? scenario.Expect! with { Finding = found.Code, Names = [] } : scenario.Expect!)
            : throw new InvalidOperationException($"{fault} has no scenario.");

    private static FindingCode CodeOf(JsonElement cause) =>
        FindingCode.TryParse(cause.GetProperty("code").GetString(), out var code) ? code : default;

    private static bool Names(JsonElement cause, string name) =>
        cause.GetProperty("title").GetString()!.Contains(name, StringComparison.Ordinal)
        || cause.GetProperty("directions").EnumerateArray().SelectMany(direction => direction.EnumerateObject())
            .Any(text => text.Value.GetString()!.Contains(name, StringComparison.Ordinal));

    private static string Word(TransactionKind kind) => kind switch
    {
        TransactionKind.ClientAuth => "client-auth",
        TransactionKind.Registration => "registration",
        TransactionKind.PhoneBootstrap => "phone-bootstrap",
        TransactionKind.AvEdgeConnectivity => "av-edge",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "One phone does not make it."),
    };

    private static string Word(SipScheme scheme) => scheme switch
    {
        SipScheme.TlsDsk => "tls-dsk",
        _ => scheme.ToString().ToLowerInvariant(),
    };

    private bool IsHaste(FindingCode code) => code != Expected.Finding && Haste.Contains(code);
}
