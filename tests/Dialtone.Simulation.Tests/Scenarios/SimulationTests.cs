using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Scenarios;

public class SimulationTests
{
    private const int SeedsPerRun = 500;

    [Fact]
    public void Without_trouble_every_phone_signs_in_at_once_and_stays()
    {
        var report = new SimulationRun(new() { Seed = 1, ClockErrors = new TimeSpan[5].ToImmutableArray() }).Run();

        report.Findings.ShouldBeEmpty();
        report.SignIns.ShouldBe(5);
    }

    [Fact]
    public void Phones_of_standard_sip_run_beside_the_others_and_go_to_udp_and_back()
    {
        var transports = new HashSet<(string Phone, SipTransport Transport)>();
        var report = new SimulationRun(
            new()
            {
                Seed = 1,
                ClockErrors = new TimeSpan[2].ToImmutableArray(),
                StandardDevices = [1],
                Faults = [new(Streamless, Instant.Zero, Instant.Zero + TimeSpan.FromMinutes(40))],
            },
            looker: (phone, entry) =>
            {
                if (entry is JournalEntry.Registered { Refresh: false } registered)
                {
                    transports.Add((phone, registered.Candidate.Transport));
                }
            }).Run();

        report.Findings.ShouldBeEmpty();
        transports.ShouldBe(
            [("phone2", SipTransport.Udp), ("phone2", SipTransport.Tls), ("phone1", SipTransport.Tls)],
            ignoreOrder: true);
    }

    // No fault of the catalogue leaves UDP alone.
    private static LabFault Streamless => new("streamless", "Registrars take neither TLS nor TCP", (lab, on) =>
    {
        foreach (var registrar in lab.Registrars)
        {
            (registrar.Behaviour.RefusesTls, registrar.Behaviour.RefusesTcp) = (on, on);
        }

        (lab.AccessProxy.Behaviour.RefusesTls, lab.AccessProxy.Behaviour.RefusesTcp) = (on, on);
    });

    [Fact]
    public void Many_seeds_find_nothing()
    {
        var report = SimulationReport.Run(SeedsPerRun);

        report.Findings.Select(finding => $"{finding}").ShouldBeEmpty();
        report.Seeds.ShouldBe(SeedsPerRun);
        report.SignIns.ShouldBeGreaterThan(SeedsPerRun);
    }

    [Fact]
    public void A_large_world_finds_nothing()
    {
        var report = new SimulationRun(SimulationOptions.DrawLarge(1)).Run();

        report.Findings.Select(finding => $"{finding}").ShouldBeEmpty();
        report.SignIns.ShouldBeGreaterThan(100);
    }

    [Theory]
    [MemberData(nameof(RegressionSeeds))]
    public void A_seed_that_once_found_something_finds_nothing_now(ulong seed, string found)
    {
        var report = SimulationReport.Run(1, seed);

        report.Findings.Select(finding => $"{finding}").ShouldBeEmpty($"It once found: {found}");
    }

    [Fact]
    public void The_same_seeds_leave_the_same_trace()
    {
        SimulationReport.Run(5, from: 77).Trace.ShouldBe(SimulationReport.Run(5, from: 77).Trace);
        SimulationReport.Run(5, from: 78).Trace.ShouldNotBe(SimulationReport.Run(5, from: 77).Trace);
    }

    public static TheoryData<ulong, string> RegressionSeeds()
    {
        var seeds = new TheoryData<ulong, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt")))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                seeds.Add(ulong.Parse(line[..space]), line[(space + 1)..].Trim());
            }
        }

        return seeds;
    }
}
