using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>Trouble of a run that is no fault of a server, each alone: it does what it says.</summary>
public class TroubleTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Fact]
    public void An_authority_whose_date_is_ahead_issues_certificates_that_are_not_yet_valid()
    {
        var verdicts = Entries(new() { Seed = 1, ServerClockError = TimeSpan.FromDays(10) })
            .OfType<JournalEntry.Secured>().Select(entry => entry.Verdict);

        verdicts.ShouldContain(CertificateVerdict.NotYetValid);
    }

    [Fact]
    public void A_date_that_is_set_wrong_while_a_phone_runs_spoils_its_next_handshake()
    {
        var at = Instant.Zero + TimeSpan.FromMinutes(10);
        var entries = Entries(new()
        {
            Seed = 1,
            ClockSteps = [new(0, at, Year)],
            Mishaps = [new(0, at, MishapKind.PowerCut, at + TimeSpan.FromMinutes(1))],
        });

        entries.OfType<JournalEntry.Secured>().ShouldContain(entry => entry.Verdict == CertificateVerdict.Expired);
        entries.OfType<JournalEntry.Secured>().ShouldAllBe(entry =>
            entry.At < at || entry.At > Instant.Zero + SimulationOptions.Chaos
                ? entry.Verdict == CertificateVerdict.Good
                : entry.Verdict == CertificateVerdict.Expired);
    }

    [Fact]
    public void Behind_a_balancer_the_pool_has_one_address()
    {
        var addresses = Entries(new() { Seed = 1, HasBalancer = true })
            .OfType<JournalEntry.Registered>().Select(entry => entry.Remote.Address);

        addresses.Distinct().ShouldBe([IpAddress.V4(192, 0, 2, 10)]);
    }

    [Fact]
    public void A_phone_that_is_parted_from_a_front_end_signs_in_at_the_other()
    {
        var calm = Instant.Zero + SimulationOptions.Chaos;
        var addresses = Entries(new() { Seed = 1, Partitions = [new(0, "fe1", Instant.Zero, calm)] })
            .OfType<JournalEntry.Registered>().Where(entry => entry.At < calm).Select(entry => entry.Remote.Address);

        addresses.Distinct().ShouldBe([Deployment.Contoso.Pool01FrontEnds[1].Address]);
    }

    [Fact]
    public void Servers_that_are_clogged_one_after_another_keep_a_phone_waiting_and_no_longer()
    {
        var (from, to) = (Instant.Zero, Instant.Zero + TimeSpan.FromMinutes(5));
        var entries = Entries(new()
        {
            Seed = 1,
            Clogs = [new("fe1", from, to), new("fe2", from, to), new("sip", from, to)],
        });

        entries.OfType<JournalEntry.Registered>().First().At.ShouldBeGreaterThan(to);
    }

    [Theory]
    [InlineData(MishapKind.PowerCutWhileDoing)]
    [InlineData(MishapKind.PowerCutWhileSaving)]
    public void A_phone_that_loses_its_power_in_the_midst_of_things_begins_again(MishapKind kind)
    {
        var at = Instant.Zero + TimeSpan.FromMinutes(10);
        var entries = Entries(new()
        {
            Seed = 1,
            Mishaps = [new(0, at, kind, at + TimeSpan.FromMinutes(1))],
        });

        entries.OfType<JournalEntry.PoweredOn>().Count().ShouldBeGreaterThan(2);
    }

    private static List<JournalEntry> Entries(SimulationOptions options)
    {
        var entries = new List<JournalEntry>();
        new SimulationRun(options, looker: (_, entry) => entries.Add(entry)).Run().Findings.ShouldBeEmpty();
        return entries;
    }
}
