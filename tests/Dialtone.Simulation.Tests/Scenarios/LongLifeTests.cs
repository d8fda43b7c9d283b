using System.Runtime.CompilerServices;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>
/// Years in the life of a phone: what it holds at the end is what it held at the beginning. Measured alone: other tests
/// would allocate meanwhile.
/// </summary>
[Collection(nameof(Alone))]
public class LongLifeTests(ITestOutputHelper output)
{
    private const string Password = "Dial-Tone-1";
    private const int RefreshesBetweenLosses = 100;
    private const int Losses = 1_000;
    private const int LossesBefore = 20;
    private const long GrowthMax = 16 * 1024;

    private static readonly IpAddress Server = IpAddress.V4(192, 0, 2, 11);

    private int _refreshes;
    private int _signIns;

    public static TheoryData<string> Profiles => [.. DeviceProfile.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_hundred_thousand_refreshes_and_a_thousand_losses_leave_nothing_behind(string profile)
    {
        var journal = new Counting(this, new RingJournal(first: 200, latest: 200));
        var pair = SignedIn(DeviceProfile.All.Single(each => each.Name == profile), journal);
        Live(pair, LossesBefore);
        var before = Held();
        Live(pair, Losses - LossesBefore);
        var after = Held();
        GC.KeepAlive(pair);

        output.WriteLine($"{profile}: {_refreshes} refreshes, {_signIns} sign-ins, {before} bytes, then {after}.");
        _refreshes.ShouldBeGreaterThanOrEqualTo(Losses * RefreshesBetweenLosses);
        _signIns.ShouldBe(Losses + 1);
        journal.Kept.Entries.Length.ShouldBe(400);
        (after - before).ShouldBeLessThan(GrowthMax);
        pair.Registrar.Directory.BindingsOf("alice", pair.World.Time).Length.ShouldBe(1);
    }

    private static long Held() => GC.GetTotalMemory(forceFullCollection: true);

    private void Live(Pair pair, int losses)
    {
        for (var i = 0; i < losses; i++)
        {
            var enough = _refreshes + RefreshesBetweenLosses;
            while (_refreshes < enough)
            {
                pair.Advance(TimeSpan.FromMinutes(5));
            }

            pair.World.Tell(pair.DevicePlace, new NetInput.NetworkChanged([]));
            pair.Advance(TimeSpan.FromSeconds(1));
            pair.World.Tell(pair.DevicePlace, new NetInput.NetworkChanged([Pair.DeviceAddress]));
            pair.Advance(TimeSpan.FromSeconds(20));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair SignedIn(DeviceProfile profile, IJournal journal)
    {
        AddressOfRecord.TryParse("sip:alice@contoso.example", out var account).ShouldBeTrue();
        var settings = new DeviceSettings
        {
            Account = account!,
            Credential = UserCredential.FromPassword("alice", Password),
            Epid = "c8ca638a15",
            Profile = profile,
            UseDhcp = false,
            Target = HostName.Parse($"{Server}"),
            TargetPort = 5060,
            Plan = new() { Transports = TransportChoice.Tcp, Naming = StrictDnsNaming.Off },
        };
        var phone = new DeviceNode(settings, new SeededEntropy(1, "phone"), journal, memory: null);
        var registrar = new Registrar(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(Server, 5061),
                Tcp = new(Server, 5060),
                TlsIdentity = "pool01",
                ExpiresMin = 10,
                ExpiresDefault = 60,
                ExpiresMax = 60,
            },
            new(HostName.Parse("contoso.example"), [new("alice", Password)]),
            new SeededEntropy(1, "registrar"));
        var pair = new Pair(phone, registrar);
        pair.World.PowerOn(pair.DevicePlace);
        pair.Advance(TimeSpan.FromSeconds(5));
        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        return pair;
    }

    private sealed class Counting(LongLifeTests life, RingJournal kept) : IJournal
    {
        public RingJournal Kept => kept;

        public void Write(JournalEntry entry)
        {
            kept.Write(entry);
            if (entry is JournalEntry.Registered registered)
            {
                _ = registered.Refresh ? life._refreshes++ : life._signIns++;
            }
        }
    }
}
