using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>The scenarios of the documentation, played in a world with a phone of every user.</summary>
public class ScenarioFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "lab");

    private readonly Dictionary<string, List<JournalEntry.Registered>> _registered = [];

    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Folder).Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_says_what_it_shows_and_every_phone_is_signed_in_at_its_end(string file)
    {
        var scenario = Read(file);
        scenario.Description.ShouldNotBeEmpty();

        Play(scenario, TimeSpan.FromMinutes(30));

        _registered.Keys.ShouldBe(
            scenario.Deployment.Accounts.Where(one => !one.Disabled).Select(one => one.User), ignoreOrder: true);
    }

    [Fact]
    public void With_a_director_every_phone_is_led_home()
    {
        Play(Read("director.json"), TimeSpan.FromMinutes(1));

        Hosts("alice").ShouldBe(["pool01"]);
        Hosts("erin").ShouldBe(["pool02"]);
        _registered["alice"][0].Candidate.Source.ShouldBe(CandidateSource.Redirect);
    }

    [Fact]
    public void A_backup_takes_the_users_of_a_lost_pool_and_sends_them_home_when_it_is_back()
    {
        Play(Read("fail-over-and-back.json"), TimeSpan.FromMinutes(5));

        Hosts("alice").ShouldBe(["pool01", "pool02"]);
        Name(_registered["alice"][^1]).ShouldBe("pool01");
        Hosts("erin").ShouldBe(["pool02"]);
    }

    [Fact]
    public void A_phone_without_names_lives_on_memory_through_a_restart_of_its_pool()
    {
        var scenario = Read("names-gone.json");

        Play(scenario, TimeSpan.FromMinutes(3));

        var back = _registered["alice"].First(one => one.At > Instant.Zero + TimeSpan.FromSeconds(60));
        Name(back).ShouldBe("pool01");
        back.At.SinceStart.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    private static LabScenario Read(string file)
    {
        LabScenario.TryRead(
            File.ReadAllBytes(Path.Combine(Folder, file)), Deployment.Contoso, out var scenario, out var fault)
            .ShouldBeTrue($"{file}: {fault}");
        return scenario!;
    }

    private void Play(LabScenario scenario, TimeSpan time)
    {
        var world = new SimWorld(1);
        var lab = new SimDeployment(world, scenario.Deployment);
        lab.Play(scenario);
        ImmutableArray<LabAccount> users = [.. scenario.Deployment.Accounts.Where(one => !one.Disabled)];
        for (var i = 0; i < users.Length; i++)
        {
            var (user, host) = (users[i], world.AddHost(users[i].User, IpAddress.V4(198, 18, 0, (byte)(i + 1))));
            var settings = SimulatedPhone.Settings(scenario.Deployment, i, user, host.Addresses[0]);
            var journal = new Listener(user.User, _registered);
            var phone = DeviceNode.WithStored(settings, world.EntropyFor(user.User), journal, null);
            world.PowerOn(world.Place(host, user.User, phone));
        }

        world.RunTo(Instant.Zero + time);
    }

    private IEnumerable<string> Hosts(string user) => _registered[user].Select(Name).Distinct();

    private static string Name(JournalEntry.Registered one) => one.Candidate.Host.Text.Split('.')[0];

    private sealed class Listener(string user, Dictionary<string, List<JournalEntry.Registered>> to) : IJournal
    {
        public void Write(JournalEntry entry)
        {
            if (entry is JournalEntry.Registered { Refresh: false } registered)
            {
                if (!to.TryGetValue(user, out var all))
                {
                    to.Add(user, all = []);
                }

                all.Add(registered);
            }
        }
    }
}
