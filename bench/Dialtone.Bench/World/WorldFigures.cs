using System.Globalization;
using System.Runtime.CompilerServices;
using Dialtone.Core.Devices;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;

namespace Dialtone.Bench.World;

/// <summary>
/// What the simulated world costs, in processor time of one thread and in bytes: one line a figure, its name and its
/// value.
/// </summary>
internal static class WorldFigures
{
    private const int Phones = 100_000;
    private const int Seeds = 1_000;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    public static void Print(TextWriter output)
    {
        void Line(string name, double value) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{value:G6}"));

        // The compiler comes to the end of its work on small worlds.
        _ = SimulationReport.Run(Seeds, from: 1_000_000);
        Line("seeds", Took(() => _ = SimulationReport.Run(Seeds)).TotalSeconds / Seeds);

        var crowd = new Crowd(Phones, Within);
        var half = Took(() => crowd.World.RunTo(Instant.Zero + (Within / 2)));
        var whole = half + Took(() => crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(1)));
        Line("sign-in", (whole - half).TotalSeconds / (Phones / 2));
        whole += Took(() => crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(35)));
        Line("35-minutes", crowd.SignedIn == Phones ? whole.TotalSeconds : double.NaN);

        crowd = null;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var devices = Rested(out var world);
        var told = BytesTold(devices.Length);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(devices);
        Line("rest", ((kept - told) / (double)Phones) + SimWorld.EventBytes);
        Line("told", told / (double)Phones);
        Line("world", (world - before - kept) / (double)Phones);
    }

    private static TimeSpan Took(Action work)
    {
        var began = Environment.CpuUsage.TotalTime;
        work();
        return Environment.CpuUsage.TotalTime - began;
    }

    // In methods of their own, so that nothing of them is left on the stack when the next measurement is made.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DeviceNode[] Rested(out long everything)
    {
        var crowd = new Crowd(Phones, Within);
        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(1));
        everything = GC.GetTotalMemory(forceFullCollection: true);
        return [.. crowd.Phones];
    }

    /// <summary>What so many devices are given: their settings, and chance of their own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long BytesTold(int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var all = new (DeviceSettings Settings, SeededEntropy)[count];
        for (var i = 0; i < count; i++)
        {
            var settings = SimulatedPhone.Settings(
                Deployment.Contoso, i, Crowd.AccountOf(i), Crowd.AddressOf(i), i == 0 ? null : all[0].Settings);
            all[i] = (settings, new SeededEntropy(1, $"phone{i + 1}"));
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(all);
        return bytes;
    }
}
