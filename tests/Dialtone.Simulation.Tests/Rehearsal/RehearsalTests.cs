using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.Rehearsal;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Simulation.Tests.Rehearsal;

/// <summary>
/// What a rehearsal says from a network that nothing is wrong with, and what really happens when each outage is made:
/// both go the same way, row by row.
/// </summary>
public class RehearsalTests
{
    private const string SipBehindProxy = "standard SIP, with an access proxy as its second target";

    // A backup takes the users of a dead primary sooner here than by default.
    private static readonly Deployment Contoso = Deployment.Contoso with
    {
        FailureDetectionInterval = TimeSpan.FromSeconds(30),
        FailbackDetectionInterval = TimeSpan.FromSeconds(60),
    };

    private static readonly Dictionary<string, (Deployment Deployment, string User, DeviceProfile Profile)> Sites =
        new(StringComparer.Ordinal)
    {
        ["two pools and an access proxy"] = (Contoso, "alice", DeviceProfile.LyncPhone),
        ["a hardware load balancer"] = (
            Contoso with { Pool01Balancer = IpAddress.V4(192, 0, 2, 40) }, "alice", DeviceProfile.LyncPhone),
        ["a backup behind a hardware load balancer"] = (
            Contoso with { Pool01Balancer = IpAddress.V4(192, 0, 2, 40) }, "erin", DeviceProfile.LyncPhone),
        ["no external SRV records"] = (
            Contoso with { PublishesExternalSrv = false }, "alice", DeviceProfile.LyncPhone),
        ["DHCP alone"] = (
            Contoso with { PublishesExternalSrv = false, PublishesInternalSrv = false }, "alice",
            DeviceProfile.LyncPhone),
        ["a device outside"] = (
            Contoso with { PublishesInternalSrv = false }, "alice", DeviceProfile.LyncPhone),
        ["a user of the second pool"] = (Contoso, "erin", DeviceProfile.LyncPhone),
        ["a Director"] = (Contoso.WithDirector(), "alice", DeviceProfile.LyncPhone),
        ["a Director, and a user of the second pool"] = (
            Contoso.WithDirector(), "erin", DeviceProfile.LyncPhone),
        ["a user of the second pool outside"] = (
            Contoso with { PublishesInternalSrv = false }, "erin", DeviceProfile.LyncPhone),
        ["users proved by certificate"] = (
            Contoso with { Schemes = [SipScheme.TlsDsk, SipScheme.Ntlm] }, "alice", DeviceProfile.LyncPhone),
        ["standard SIP"] = (Contoso with { PublishesExternalSrv = false }, "alice", DeviceProfile.Sip),
        [SipBehindProxy] = (Contoso, "alice", DeviceProfile.Sip),
    };

    public static TheoryData<string> Names() => [.. Sites.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_what_really_happens(string name)
    {
        var (deployment, user, profile) = Sites[name];
        var world = new RehearsedWorld(
            deployment, user, profile, useDhcp: !name.EndsWith("outside", StringComparison.Ordinal));
        var memory = world.SignIn();

        var report = world.Rehearse(memory);

        report.Rows[0].Device.Path.ShouldBe(SignInPath.Of(report.SignIn));
        report.AgreesWithSignIn.ShouldBeTrue();
        foreach (var row in report.Rows.Where(row => row.Outage.IsSeen))
        {
            foreach (var manner in Enum.GetValues<OutageManner>())
            {
                Compare(world, row, manner, memory);
                Compare(world, row, manner, null);
            }
        }
    }

    // An access proxy waits longer for a silent pool than a phone for it: by that the second round only succeeds.
    public static TheoryData<string> NamesOfStays() => [.. Sites.Keys.Where(name => name != SipBehindProxy)];

    [Theory]
    [MemberData(nameof(NamesOfStays))]
    public void Agrees_with_what_becomes_of_a_phone_that_is_signed_in(string name)
    {
        var (deployment, user, profile) = Sites[name];
        var world = new RehearsedWorld(
            deployment, user, profile, useDhcp: !name.EndsWith("outside", StringComparison.Ordinal));
        var memory = world.SignIn();

        foreach (var row in world.Rehearse(memory).Rows.Where(row => row.Outage.IsSeen))
        {
            var real = world.Stay(row.Outage, memory);
            var stay = row.SignedIn.ShouldNotBeNull();
            var whose = $"{row.Outage.Kind}:\n{string.Join('\n', real)}";
            // Signed in at another Front End than the one that died, it notices nothing.
            var isLost = real.Any(entry => entry is JournalEntry.ChannelLost or JournalEntry.CycleBegan);

            if (isLost || row.Outage.Others.IsEmpty)
            {
                isLost.ShouldBe(!stay.IsKept, whose);
                (isLost ? SignInPath.Of(real) : null).ShouldBe(stay.Path, whose);
            }
        }
    }

    /// <summary>The comparison is worth something only if what is rehearsed wrongly does not pass it.</summary>
    [Fact]
    public void Takes_no_wrong_rehearsal_for_a_right_one()
    {
        var world = new RehearsedWorld(Contoso, "erin", DeviceProfile.LyncPhone);
        var memory = world.SignIn();
        var observation = world.Look(memory);
        var outage = world.Rehearse(memory).Rows.Single(row => row.Outage.Kind == OutageKind.PrimaryPool).Outage;
        var real = SignInPath.Of(world.Boot(outage, OutageManner.Refusing, memory));

        Rehearsed(outage).ShouldBe(real);
        Rehearsed(outage with { Backup = [] }).ShouldNotBe(real, "as if nobody took the user over");
        Rehearsed(outage with { Addresses = [] }).ShouldNotBe(real, "as if the primary lived");
        Rehearsed(outage with { Addresses = outage.Backup }).ShouldNotBe(real, "as if the backup were dead");

        SignInPath? Rehearsed(Outage assumed) => world.Rehearse(memory, observation, assumed).Path;
    }

    [Fact]
    public void Looking_leaves_the_phone_of_the_user_signed_in_as_it_is()
    {
        var world = new RehearsedWorld(Contoso, "erin", DeviceProfile.LyncPhone);
        var memory = world.SignIn();
        var standing = world.StaySignedIn(memory);

        world.Rehearse(memory).Rows.ShouldNotBeEmpty();

        world.IsBound("erin").ShouldBeTrue();
        standing.OfType<JournalEntry.Registered>().Count(entry => !entry.Refresh).ShouldBe(1);
        standing.OfType<JournalEntry.ChannelLost>().ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_rehearsed_for_a_user_who_is_refused_and_the_password_is_tried_once()
    {
        var world = new RehearsedWorld(Contoso, "dave", DeviceProfile.LyncPhone);

        world.Look(memory: null).IsRefused.ShouldBeTrue();
        world.Rehearse(memory: null).Rows.ShouldBeEmpty();
        world.Registers.ShouldBeLessThanOrEqualTo(4, "two looks, and a challenge in each");
    }

    private static void Compare(
        RehearsedWorld world, RehearsalRow row, OutageManner manner, DeviceMemory? memory)
    {
        var rehearsed = row.Of(manner, memory is not null);
        var real = world.Boot(row.Outage, manner, memory);
        var whose = $"{row.Outage.Kind}, {manner}, {(memory is null ? "nothing remembered" : "with memory")}";

        rehearsed.Unseen.ShouldBeEmpty(whose);
        SignInPath.Of(real).ShouldBe(rehearsed.Path, $"{whose}:\n{string.Join('\n', real)}");
    }
}
