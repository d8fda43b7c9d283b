using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>What a Registrar says of the binding and of itself in a 200 (MS-SIPREGE section 2.2.1.4).</summary>
public class SurvivableTests
{
    private const string OnBackup =
        "register-action=\"added\";is-connected-to-primary=\"no\";user-services-state=unavailable";

    private const string NoServices =
        "register-action=\"added\";is-connected-to-primary=\"yes\";user-services-state=unavailable";

    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(570);

    [Theory]
    [InlineData(OnBackup, SurvivableReason.OnBackup)]
    [InlineData(NoServices, SurvivableReason.NoUserServices)]
    [InlineData("register-action=\"added\";is-connected-to-primary=\"no\"", SurvivableReason.OnBackup)]
    [InlineData("register-action=\"added\";is-connected-to-primary=\"yes\"", SurvivableReason.None)]
    [InlineData("register-action=\"added\"", SurvivableReason.None)]
    public void Survivable_mode_is_a_state_and_a_verdict_of_its_own(string state, SurvivableReason why)
    {
        var bench = SignedIn(state);

        bench.Device.Survivable.ShouldBe(why);
        bench.Entries<JournalEntry.SurvivableModeBegan>().Select(e => e.Why)
            .ShouldBe(why == SurvivableReason.None ? [] : [why]);
        var summary = SignInSummary.Of(bench.Journal.Entries);
        summary.IsSignedIn.ShouldBeTrue();
        summary.Verdict.ShouldBe(
            why == SurvivableReason.None ? SignInVerdict.SignedIn : SignInVerdict.SignedInLimited);
        summary.Survivable.ShouldBe(bench.Entries<JournalEntry.SurvivableModeBegan>().FirstOrDefault());
    }

    [Fact]
    public void The_primary_that_a_backup_stands_in_for_is_named_where_it_is_known()
    {
        var bench = HomeTests.Knowing();
        bench.Addresses.Remove(DeviceBench.Pool01);
        bench.Registrar = r => r.Ok(600, HomeTests.Primary(false));
        bench.PowerOn();

        bench.Entries<JournalEntry.SurvivableModeBegan>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Candidate.Host.ShouldBe(DeviceBench.Pool02), e => e.Primary.ShouldBe(DeviceBench.Pool01));
        SignedIn(OnBackup).Entries<JournalEntry.SurvivableModeBegan>().Single().Primary.ShouldBe(default);
    }

    [Fact]
    public void Its_beginning_and_end_are_told_once_each_at_the_refresh_that_shows_them()
    {
        var bench = SignedIn("register-action=\"added\";is-connected-to-primary=\"yes\"");
        bench.Registrar = r => r.Ok(600, $"presence-state: {NoServices.Replace("added", "refreshed")}");
        bench.Pass(RefreshAfter * 2);
        bench.Device.Survivable.ShouldBe(SurvivableReason.NoUserServices);
        bench.Registrar = r => r.Ok(600, HomeTests.Primary(true, "refreshed"));
        bench.Pass(RefreshAfter * 2);

        bench.Device.Survivable.ShouldBe(SurvivableReason.None);
        bench.Entries<JournalEntry.SurvivableModeBegan>().ShouldHaveSingleItem();
        bench.Entries<JournalEntry.SurvivableModeEnded>().ShouldHaveSingleItem();
        bench.Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
        SignInSummary.Of(bench.Journal.Entries).Verdict.ShouldBe(SignInVerdict.SignedIn);
    }

    [Fact]
    public void A_registration_elsewhere_ends_it_too()
    {
        var bench = SignedIn(OnBackup);
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.Registrar = r => r.Ok(600, HomeTests.Primary(true));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, Net.ChannelEnd.Reset, "", null));

        bench.Device.Survivable.ShouldBe(SurvivableReason.None);
        bench.Entries<JournalEntry.SurvivableModeEnded>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("added", RegisterAction.Added)]
    [InlineData("fixed", RegisterAction.Fixed)]
    public void A_refresh_that_found_no_binding_begins_the_registration_again(string word, RegisterAction action)
    {
        var bench = SignedIn("register-action=\"added\"");
        var first = bench.Channel;
        bench.Registrar = r => r.Ok(600, HomeTests.Primary(true, word));
        bench.Pass(RefreshAfter);

        bench.Entries<JournalEntry.BindingLost>().ShouldHaveSingleItem().Action.ShouldBe(action);
        bench.Effects.ShouldContain(new DeviceEffect.CloseChannel(first));
        bench.Attempts[^1].ShouldBe("Known: Known Tls pool01:5061");
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.Registered>().ShouldAllBe(e => !e.Refresh);
        bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void A_Registrar_that_loses_every_binding_at_once_is_not_met_at_the_speed_of_the_network()
    {
        var bench = SignedInTests.Bench();
        bench.Registrar = r => r.Ok(10, HomeTests.Primary(true));
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(5));

        bench.Entries<JournalEntry.BindingLost>().ShouldHaveSingleItem();
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Fact]
    public void A_phone_of_standard_SIP_hears_nothing_of_it()
    {
        var bench = new DeviceBench
        {
            With = s => s with { Profile = Profiles.DeviceProfile.Sip, UseDhcp = false },
            Registrar = r => r.Ok(600, $"presence-state: {OnBackup}"),
        };
        bench.Addresses[DeviceBench.Domain] = DeviceBench.Found(IpAddress.Parse("192.0.2.11"));
        bench.PowerOn();
        bench.Pass(RefreshAfter);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Device.Survivable.ShouldBe(SurvivableReason.None);
        bench.Entries<JournalEntry.BindingLost>().ShouldBeEmpty();
    }

    private static DeviceBench SignedIn(string state)
    {
        var bench = SignedInTests.Bench();
        bench.Registrar = r => r.Ok(600, $"presence-state: {state}");
        bench.PowerOn();
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        return bench;
    }
}
