using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>
/// A pool is lost for half an hour and comes back: what a phone that is at home there goes through, with a backup that
/// takes users after five minutes and sends them home after ten.
/// </summary>
public class PoolOutageTests
{
    private static readonly HostName Pool01 = HostName.Parse("pool01.contoso.example");
    private static readonly HostName Pool02 = HostName.Parse("pool02.contoso.example");

    private readonly SimWorld _world = new(1);
    private readonly SimDeployment _lab;
    private readonly KeepingJournal _journal = new();
    private readonly DeviceNode _phone;

    public PoolOutageTests()
    {
        _lab = new(_world);
        var host = _world.AddHost("phone", IpAddress.Parse("198.18.0.1"));
        var settings = SimulatedPhone.Settings(
            _lab.Nodes.Deployment, 0, _lab.Nodes.Deployment.Accounts[0], host.Addresses[0]);
        _phone = new(settings, _world.EntropyFor("phone"), _journal, memory: null);
        _world.PowerOn(_world.Place(host, "phone", _phone));
        Pass(TimeSpan.FromMinutes(1));
        _phone.Device.RegisteredWith!.Host.ShouldBe(Pool01);
        _phone.Device.Memory!.Home.Select(each => each.Registrar.Host).ShouldBe([Pool01, Pool02]);
    }

    [Fact]
    public void A_phone_waits_for_the_backup_is_its_guest_and_goes_home()
    {
        _lab.Lose("fe1");
        _lab.Lose("fe2");
        Pass(TimeSpan.FromMinutes(2));
        Entries<JournalEntry.BackupIdle>().First().ShouldSatisfyAllConditions(
            e => e.Backup.Host.ShouldBe(Pool02), e => e.Primary.Host.ShouldBe(Pool01),
            e => e.NeverSignedIn.ShouldBeFalse());
        Entries<JournalEntry.BackedOff>().ShouldContain(e => e.Why == BackOffReason.BackupIdle);

        Pass(TimeSpan.FromMinutes(13));
        _phone.Device.RegisteredWith!.Host.ShouldBe(Pool02);
        _phone.Device.Survivable.ShouldBe(SurvivableReason.OnBackup);
        Entries<JournalEntry.SurvivableModeBegan>().ShouldHaveSingleItem().Primary.ShouldBe(Pool01);

        _lab.Return("fe1");
        _lab.Return("fe2");
        Pass(TimeSpan.FromMinutes(9));
        _phone.Device.RegisteredWith!.Host.ShouldBe(Pool02);
        Pass(TimeSpan.FromMinutes(4));

        _phone.Device.RegisteredWith!.Host.ShouldBe(Pool01);
        Entries<JournalEntry.FailedBack>().ShouldHaveSingleItem().From.Host.ShouldBe(Pool02);
        Entries<JournalEntry.SurvivableModeEnded>().ShouldHaveSingleItem();
        _phone.Device.Survivable.ShouldBe(SurvivableReason.None);
        _phone.Device.Memory!.Home.Select(each => each.Registrar.Host).ShouldBe([Pool01, Pool02]);
    }

    [Fact]
    public void One_Front_End_that_dies_is_left_for_the_other_of_the_same_pool()
    {
        var first = Entries<JournalEntry.Registered>().Last().Remote.Address;
        var dies = _lab.Nodes.Places.First(place => place.Address == first);
        _lab.Lose(dies.Name);
        Pass(TimeSpan.FromSeconds(2));

        var again = Entries<JournalEntry.Registered>().Last();
        again.Candidate.Host.ShouldBe(Pool01);
        again.Remote.Address.ShouldNotBe(first);
        Entries<JournalEntry.BackedOff>().ShouldBeEmpty();
    }

    private IEnumerable<T> Entries<T>() => _journal.Entries.OfType<T>();

    private void Pass(TimeSpan time) => _world.RunTo(_world.Time + time);
}
