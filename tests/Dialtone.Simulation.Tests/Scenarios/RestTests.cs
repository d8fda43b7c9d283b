using System.Runtime.CompilerServices;
using Dialtone.Core.Devices;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>
/// What a device takes in memory while it rests, by building very many and dividing. Measured alone: other tests would
/// allocate meanwhile.
/// </summary>
[Collection(nameof(Alone))]
public class RestTests(ITestOutputHelper output)
{
    private const int Phones = 100_000;
    private const int BytesMax = 1024;

    [Fact]
    public void A_device_that_is_signed_in_takes_a_kibibyte()
    {
        // What a process takes once, pools and tables of the platform among it, is no device's.
        _ = SignedIn(Phones / 100, 0, out _);
        var told = BytesTold();
        var before = Live();
        var devices = SignedIn(Phones, before, out var everything);
        var kept = Live() - before;
        GC.KeepAlive(devices);

        // A device itself: its node with channel, registration, memory and what is left of DNS, and its alarm.
        var each = ((kept - told) / Phones) + SimWorld.EventBytes;
        output.WriteLine($"{each} bytes a device at rest, its alarm among them; {told / Phones} for what it is told "
            + $"and its chance; {(everything - kept) / Phones} for its host, its connection and the servers.");
        each.ShouldBeInRange(1, BytesMax);
    }

    // In methods of their own, so that nothing of them is left on the stack when the next measurement is made.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DeviceNode[] SignedIn(int phones, long before, out long everything)
    {
        var crowd = new Crowd(phones, TimeSpan.FromSeconds(30));
        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(1));
        crowd.SignedIn.ShouldBe(phones);
        everything = Live() - before;
        return [.. crowd.Phones];
    }

    /// <summary>What the devices of a crowd are given: their settings, and chance of their own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long BytesTold()
    {
        var before = Live();
        var deployment = Deployment.Contoso;
        var all = new (DeviceSettings Settings, SeededEntropy)[Phones];
        for (var i = 0; i < all.Length; i++)
        {
            var settings = SimulatedPhone.Settings(
                deployment, i, Crowd.AccountOf(i), Crowd.AddressOf(i), i == 0 ? null : all[0].Settings);
            all[i] = (settings, new SeededEntropy(1, $"phone{i + 1}"));
        }

        var bytes = Live() - before;
        GC.KeepAlive(all);
        return bytes;
    }

    /// <summary>
    /// What is held. Collected to the end: the platform's own way stops once two looks differ by less than a twentieth,
    /// which is ten times what is measured here.
    /// </summary>
    private static long Live()
    {
        var least = long.MaxValue;
        for (var look = 0; look < 4; look++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            least = Math.Min(least, GC.GetTotalMemory(forceFullCollection: false));
        }

        return least;
    }
}

/// <summary>Tests that nothing else may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
