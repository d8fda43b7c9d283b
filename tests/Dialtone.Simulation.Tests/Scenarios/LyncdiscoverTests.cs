using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>A client of Lync finds its Registrar by Lyncdiscover of the lab, or goes on without it.</summary>
public class LyncdiscoverTests
{
    private readonly SimWorld _world = new(1);
    private readonly KeepingJournal _journal = new();

    [Theory]
    [InlineData("alice", "pool01.contoso.example", "web01.contoso.example")]
    [InlineData("erin", "pool02.contoso.example", "web02.contoso.example")]
    public void Lyncdiscover_leads_home(string user, string registrar, string web)
    {
        var phone = SignIn(user);

        var seen = Entries<JournalEntry.LyncdiscoverSeen>().ShouldHaveSingleItem().Outcome;
        (seen.Status, seen.Location, seen.WebServer).ShouldBe(
            (LyncdiscoverStatus.Found, AccessLocation.Internal, HostName.Parse(web)), Story());
        phone.Device.RegisteredWith.ShouldNotBeNull(Story()).Host.Text.ShouldBe(registrar);
        Entries<JournalEntry.Registered>().First().Candidate.Source.ShouldBe(CandidateSource.Lyncdiscover);
    }

    [Theory]
    [InlineData("lyncdiscover-loop", LyncdiscoverFailureKind.TooManyRedirects)]
    [InlineData("lyncdiscover-user-404", LyncdiscoverFailureKind.UserUnknown)]
    [InlineData("web-ticket-401", LyncdiscoverFailureKind.NoTicket)]
    [InlineData("web-ticket-28020", LyncdiscoverFailureKind.NoTicket)]
    [InlineData("web-down", LyncdiscoverFailureKind.NotReached)]
    public void Where_it_does_not_the_client_looks_elsewhere(string name, LyncdiscoverFailureKind kind)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();

        var phone = SignIn("alice", fault);

        var seen = Entries<JournalEntry.LyncdiscoverSeen>().First().Outcome;
        seen.Status.ShouldBe(LyncdiscoverStatus.Failed, Story());
        seen.Failures.ShouldContain(failure => failure.Kind == kind, Story());
        phone.Device.RegisteredWith.ShouldNotBeNull(Story());
        Entries<JournalEntry.Registered>().First().Candidate.Source.ShouldBe(CandidateSource.InternalSrv);
    }

    private DeviceNode SignIn(string user, LabFault? fault = null)
    {
        var lab = new SimDeployment(_world);
        if (fault is not null)
        {
            lab.Switch(fault, on: true);
        }

        var host = _world.AddHost("phone", IpAddress.Parse("198.18.0.1"));
        var deployment = lab.Nodes.Deployment;
        var settings = SimulatedPhone.Settings(
            deployment, 0, deployment.Accounts.Single(account => account.User == user), host.Addresses[0],
            kind: DeviceProfile.LyncClient);
        var phone = new DeviceNode(settings, _world.EntropyFor("phone"), _journal, memory: null);
        _world.PowerOn(_world.Place(host, "phone", phone));
        _world.RunTo(Instant.Zero + TimeSpan.FromMinutes(2));
        return phone;
    }

    private IEnumerable<T> Entries<T>() => _journal.Entries.OfType<T>();

    private string Story() => string.Join('\n', _journal.Entries);
}
