using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.World;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// What a run of the simulation is: all of it drawn from the seed. Each kind of trouble is off in half of the runs
/// (swarm
/// testing, Groce and others 2012): what hides behind an ever-present fault shows in a run that lacks it.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>How long trouble lasts.</summary>
    public static readonly TimeSpan Chaos = TimeSpan.FromMinutes(45);

    /// <summary>
    /// How long all is well afterwards: longer than the longest wait of a device, 15 minutes after a refusal, with a
    /// full
    /// sign-in behind it.
    /// </summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(25);

    private const uint MishapKinds = 5;

    private const uint FailbackPolicies = 5;

    private static readonly ImmutableArray<string> Servers = ["dns", "dhcp", "fe1", "fe2", "pool02", "sip"];

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The kind of the phones.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>What UC phones may prove themselves with; empty for what the deployment has.</summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = [];

    /// <summary>How far each device's date is off until the calm begins; one entry per device.</summary>
    public ImmutableArray<TimeSpan> ClockErrors { get; init; } = [TimeSpan.Zero];

    /// <summary>
    /// The devices that are of standard SIP, by number from 0; the others are UC phones.
    /// </summary>
    public ImmutableArray<int> StandardDevices { get; init; } = [];

    /// <summary>How the links are until then.</summary>
    public Weather Weather { get; init; } = Weather.Calm;

    /// <summary>Faults.</summary>
    public ImmutableArray<FaultWindow> Faults { get; init; } = [];

    /// <summary>Servers that are lost.</summary>
    public ImmutableArray<OutageWindow> Outages { get; init; } = [];

    /// <summary>Servers that are clogged.</summary>
    public ImmutableArray<ClogWindow> Clogs { get; init; } = [];

    /// <summary>Devices and servers that are parted.</summary>
    public ImmutableArray<PartitionWindow> Partitions { get; init; } = [];

    /// <summary>Devices whose date is set while they run.</summary>
    public ImmutableArray<ClockStep> ClockSteps { get; init; } = [];

    /// <summary>
    /// How far the date of the servers' authority is off: certificates are valid so much later, until the calm begins.
    /// </summary>
    public TimeSpan ServerClockError { get; init; }

    /// <summary>Whether a load balancer stands before the first pool, instead of several addresses in DNS.</summary>
    public bool HasBalancer { get; init; }

    /// <summary>Whether a Director stands before the pools, which sends everybody to the home pool.</summary>
    public bool HasDirector { get; init; }

    /// <summary>How long a pool is gone until its backup takes its users.</summary>
    public TimeSpan FailureDetection { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it is back until they are sent home.</summary>
    public TimeSpan FailbackDetection { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether addresses race and the next candidate is made ready ahead.</summary>
    public bool Racing { get; init; } = true;

    /// <summary>When phones of standard SIP go back to the first server; <c>null</c> for their own policy.</summary>
    public FailbackPolicy? Failback { get; init; }

    /// <summary>
    /// After what idle time phones ping a server that answers. As often as they do outside only in one run of ten: it
    /// would be most of what happens.
    /// </summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether devices learn the roots of the deployment at their first contact.</summary>
    public bool LearnsRoots { get; init; }

    /// <summary>What befalls devices, in the order of time.</summary>
    public ImmutableArray<Mishap> Mishaps { get; init; } = [];

    /// <summary>Draws a run of one to five devices from its seed.</summary>
    public static SimulationOptions Draw(ulong seed)
    {
        var entropy = new SeededEntropy(seed, "the options");
        // Small deployments are quicker and find as much: five devices are drawn seldom.
        return Draw(seed, entropy, devices: 1 + (int)Math.Min(entropy.Below(5), entropy.Below(5)));
    }

    /// <summary>Draws a run of a hundred to two hundred devices from its seed.</summary>
    public static SimulationOptions DrawLarge(ulong seed)
    {
        var entropy = new SeededEntropy(seed, "the options of a large world");
        var options = Draw(seed, entropy, devices: 100 + (int)entropy.Below(101));
        // What is found byte by byte is found in small worlds.
        return options with { Weather = options.Weather with { ByteByByte = false } };
    }

    private static SimulationOptions Draw(ulong seed, SeededEntropy entropy, int devices)
    {
        return new()
        {
            Seed = seed,
            ClockErrors = [.. Enumerable.Range(0, devices).Select(_ => ClockError(entropy))],
            Schemes = DrawSchemes(new(seed, "the schemes")),
            Weather = DrawOnTheWeb(DrawWeather(entropy), new(seed, "the weather on the web")),
            Faults = [.. DrawFaults(entropy)],
            Outages = [.. DrawOutages(entropy)],
            Clogs = [.. DrawClogs(entropy)],
            Partitions = [.. DrawPartitions(entropy, devices)],
            ClockSteps = [.. DrawClockSteps(entropy, devices)],
            ServerClockError = entropy.Chance(100) ? ClockError(entropy) : TimeSpan.Zero,
            HasBalancer = entropy.Chance(300),
            StandardDevices = [.. DrawStandard(entropy, devices)],
            Mishaps = [.. DrawMishaps(entropy, devices).OrderBy(mishap => mishap.At)],
            HasDirector = entropy.Chance(250),
            FailureDetection = entropy.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(6)),
            FailbackDetection = entropy.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)),
            Racing = !entropy.Chance(200),
            Ping = entropy.Chance(100) ? new DeviceTimings().Ping : TimeSpan.FromMinutes(1),
            LearnsRoots = new SeededEntropy(seed, "the learning of roots").Chance(50),
            Failback = Coin(entropy) ? null : (FailbackPolicy)entropy.Below(FailbackPolicies),
        };
    }

    /// <summary>For people, one line per trouble.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"seed {Seed}, {ClockErrors.Length} devices\n");
        foreach (var error in ClockErrors.Where(error => error != TimeSpan.Zero))
        {
            text.Append($"  a clock is off by {error}\n");
        }

        if (!StandardDevices.IsEmpty)
        {
            text.Append($"  devices of standard SIP: {string.Join(", ", StandardDevices)}\n");
        }

        text.Append(Schemes.IsEmpty ? "" : $"  schemes: {string.Join(", ", Schemes)}\n");
        text.Append($"  {Weather}\n");
        foreach (var fault in Faults)
        {
            text.Append($"  {fault.From} to {fault.To}  {fault.Fault.Name}\n");
        }

        foreach (var outage in Outages)
        {
            text.Append($"  {outage.From} to {outage.To}  {outage.Place} is lost\n");
        }

        foreach (var clog in Clogs)
        {
            text.Append($"  {clog.From} to {clog.To}  {clog.Place} is clogged\n");
        }

        foreach (var partition in Partitions)
        {
            text.Append(
                $"  {partition.From} to {partition.To}  device {partition.Device} is parted from {partition.Place}\n");
        }

        foreach (var step in ClockSteps)
        {
            text.Append($"  {step.At}  device {step.Device}: its clock is set, and off by {step.Error}\n");
        }

        text.Append(ServerClockError == TimeSpan.Zero ? "" : $"  the authority's clock is off by {ServerClockError}\n");
        text.Append(HasBalancer ? "  pool01 is behind a load balancer\n" : "");
        text.Append(HasDirector ? "  a Director stands before the pools\n" : "");
        text.Append($"  a backup takes users after {FailureDetection}, sends them home {FailbackDetection} after\n");
        text.Append($"  pings every {Ping}\n");
        text.Append(LearnsRoots ? "  roots are learned at the first contact\n" : "");
        text.Append(Racing ? "" : "  nothing races\n");
        text.Append(Failback is { } policy ? $"  fail-back of standard SIP by {policy}\n" : "");
        foreach (var mishap in Mishaps)
        {
            text.Append($"  {mishap.At} to {mishap.Back}  device {mishap.Device}: {mishap.Kind}\n");
        }

        return text.ToString();
    }

    private static TimeSpan ClockError(SeededEntropy entropy) =>
        !entropy.Chance(250) ? TimeSpan.Zero
        : TimeSpan.FromHours(entropy.Below(20_000)) * (entropy.Chance(500) ? 1 : -1);

    private static Weather DrawWeather(SeededEntropy entropy) => new()
    {
        LatencyMin = TimeSpan.FromMilliseconds(1),
        LatencyMax = TimeSpan.FromMilliseconds(1 + (Coin(entropy) ? entropy.Below(400) : 0)),
        DatagramLoss = Coin(entropy) ? entropy.Below(300) : 0,
        DatagramDuplicate = Coin(entropy) ? entropy.Below(200) : 0,
        DatagramCorrupt = entropy.Chance(200) ? entropy.Below(200) : 0,
        StreamSplit = !Coin(entropy) ? 0 : entropy.Chance(200) ? 1000 : entropy.Below(200),
        // Hundreds of events a message: seldom, or nothing else would be done.
        ByteByByte = entropy.Chance(4),
        StreamCorrupt = entropy.Chance(200) ? entropy.Below(100) : 0,
        StreamHold = Coin(entropy) ? entropy.Below(300) : 0,
        StreamReset = Coin(entropy) ? entropy.Below(80) : 0,
        SaveFailure = entropy.Chance(150) ? entropy.Below(500) : 0,
        TornSaves = entropy.Chance(250),
    };

    // From chance of its own: what the seeds of before drew stays as it was.
    private static Weather DrawOnTheWeb(Weather weather, SeededEntropy entropy) => weather with
    {
        HttpCut = entropy.Chance(200) ? entropy.Below(100) : 0,
        HandshakeFailure = entropy.Chance(300) ? entropy.Below(200) : 0,
    };

    // In most runs Digest: certificates and signatures cost a world many events.
    private static ImmutableArray<SipScheme> DrawSchemes(SeededEntropy entropy) =>
        !entropy.Chance(400) ? [] : entropy.Below(4) switch
        {
            0 => [SipScheme.TlsDsk],
            1 => [SipScheme.Ntlm],
            _ => [SipScheme.TlsDsk, SipScheme.Ntlm],
        };

    private static IEnumerable<FaultWindow> DrawFaults(SeededEntropy entropy)
    {
        // The deployment of a run has no DHCPv6.
        foreach (var fault in LabFault.All.Where(
            static fault => !(fault.NeedsDhcp6 || fault.IsCostly || fault.IsLasting)))
        {
            if (!Coin(entropy))
            {
                continue;
            }

            for (var count = entropy.Below(3); count > 0; count--)
            {
                var (from, to) = Window(entropy, TimeSpan.FromMinutes(8));
                yield return new(fault, from, to);
            }
        }
    }

    private static IEnumerable<OutageWindow> DrawOutages(SeededEntropy entropy)
    {
        // A whole pool, as when its site is.
        if (entropy.Chance(100))
        {
            var (from, to) = Window(entropy, TimeSpan.FromMinutes(20));
            yield return new("fe1", from, to);
            yield return new("fe2", from, to);
        }

        foreach (var place in Servers)
        {
            if (entropy.Chance(250))
            {
                var (from, to) = Window(entropy, TimeSpan.FromMinutes(20));
                yield return new(place, from, to);
            }
        }
    }

    private static IEnumerable<int> DrawStandard(SeededEntropy entropy, int devices)
    {
        // None, all, or some of them.
        var perMille = entropy.Below(3) * 500;
        return Enumerable.Range(0, devices).Where(_ => entropy.Chance(perMille));
    }

    /// <summary>
    /// Swizzle-clogging: some servers are clogged one after another, and freed in another order (Wilson, on testing
    /// FoundationDB, 2014).
    /// </summary>
    private static IEnumerable<ClogWindow> DrawClogs(SeededEntropy entropy)
    {
        if (!entropy.Chance(200))
        {
            yield break;
        }

        var from = Instant.Zero + entropy.Between(TimeSpan.Zero, Chaos / 2);
        var allClogged = from + TimeSpan.FromMinutes(4);
        foreach (var place in Servers)
        {
            if (Coin(entropy))
            {
                yield return new(
                    place,
                    from + entropy.Between(TimeSpan.Zero, TimeSpan.FromMinutes(4)),
                    allClogged + entropy.Between(TimeSpan.Zero, TimeSpan.FromMinutes(8)));
            }
        }
    }

    private static IEnumerable<PartitionWindow> DrawPartitions(SeededEntropy entropy, int devices)
    {
        if (!entropy.Chance(300))
        {
            yield break;
        }

        for (var count = 1 + entropy.Below(4); count > 0; count--)
        {
            var (from, to) = Window(entropy, TimeSpan.FromMinutes(10));
            yield return new(
                (int)entropy.Below((uint)devices), Servers[(int)entropy.Below((uint)Servers.Length)], from, to);
        }
    }

    private static IEnumerable<ClockStep> DrawClockSteps(SeededEntropy entropy, int devices)
    {
        for (var count = entropy.Chance(200) ? entropy.Below(4) : 0; count > 0; count--)
        {
            var at = Instant.Zero + entropy.Between(TimeSpan.Zero, Chaos);
            yield return new(
                (int)entropy.Below((uint)devices), at, Coin(entropy) ? TimeSpan.Zero : ClockError(entropy));
        }
    }

    private static IEnumerable<Mishap> DrawMishaps(SeededEntropy entropy, int devices)
    {
        for (var device = 0; device < devices; device++)
        {
            var at = Instant.Zero;
            for (var count = Coin(entropy) ? entropy.Below(5) : 0; count > 0; count--)
            {
                at += entropy.Between(TimeSpan.Zero, Chaos / 3);
                var back = at + entropy.Between(TimeSpan.Zero, TimeSpan.FromMinutes(2));
                if (back >= Instant.Zero + Chaos)
                {
                    break;
                }

                yield return new(device, at, (MishapKind)entropy.Below(MishapKinds), back);
                at = back;
            }
        }
    }

    private static (Instant From, Instant To) Window(SeededEntropy entropy, TimeSpan longest)
    {
        var from = Instant.Zero + entropy.Between(TimeSpan.Zero, Chaos);
        return (from, from + entropy.Between(TimeSpan.FromSeconds(1), longest));
    }

    private static bool Coin(SeededEntropy entropy) => entropy.Chance(500);
}
