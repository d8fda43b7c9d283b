using System.Globalization;
using Dialtone.Core.Devices;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Bench.World;

/// <summary>
/// How many REGISTERs a second reach the servers when very many phones come back at one time, as a curve: after an
/// outage of everything, and when the connections to a pool end in one moment. All phones have lost their connections
/// in the same instant, which is the worst that can be.
/// </summary>
internal static class ReturnCurves
{
    /// <summary>A large building, or a small city's administration.</summary>
    public const int Phones = 10_000;

    private const int Width = 60;
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(23);

    private static readonly DeviceTimings Usual = new();

    public static void Print(TextWriter output, int phones)
    {
        var (ten, half) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(0.5));
        Curve(output, phones, "A pool returns after 23 minutes, BackOffJitter 0.5", Usual, Outage, ten, 40);
        Curve(
            output, phones, "The same, BackOffJitter 0", Usual with { BackOffJitter = 0 }, Outage, ten, 40);
        Curve(
            output, phones, "Every server ends its connections and is there again, ReconnectSpread 4 s", Usual,
            TimeSpan.Zero, half, 20);
        Curve(
            output, phones, "The same, ReconnectSpread 0", Usual with { ReconnectSpread = TimeSpan.Zero },
            TimeSpan.Zero, half, 20);
    }

    private static void Curve(
        TextWriter output, int phones, string title, DeviceTimings timings, TimeSpan outage, TimeSpan bucket,
        int buckets)
    {
        var crowd = new Crowd(phones, TimeSpan.FromSeconds(30), timings: timings);
        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(10));
        var names = (string[])["fe1", "fe2", "pool02", "sip"];
        foreach (var name in names)
        {
            crowd.Lab.Lose(name);
        }

        crowd.World.RunTo(crowd.World.Time + outage);
        foreach (var name in names)
        {
            crowd.Lab.Return(name);
        }

        Draw(output, title, phones, crowd, bucket, buckets);
    }

    private static void Draw(
        TextWriter output, string title, int phones, Crowd crowd, TimeSpan bucket, int buckets)
    {
        // Parts of a second in each bucket, so that its peak is seen too.
        var second = TimeSpan.FromSeconds(1);
        var fine = bucket < second ? bucket : second;
        var perSecond = (long)(bucket / fine);
        var (bars, peak, half, all) = (new List<long>(), 0L, (TimeSpan?)null, (TimeSpan?)null);
        var (began, before) = (crowd.World.Time, Registers(crowd));
        for (var i = 0; i < buckets * perSecond; i++)
        {
            crowd.World.RunTo(crowd.World.Time + fine);
            var now = Registers(crowd);
            if (i % perSecond == 0)
            {
                bars.Add(0);
            }

            bars[^1] += now - before;
            peak = Math.Max(peak, (long)((now - before) / fine.TotalSeconds));
            before = now;
            var signedIn = crowd.SignedIn;
            half ??= signedIn * 2 >= phones ? crowd.World.Time - began : null;
            all ??= signedIn == phones ? crowd.World.Time - began : null;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: {phones} phones, at most {peak} REGISTERs a second, half of them back after "
                + $"{half?.TotalSeconds:0.#} s, all after {all?.TotalSeconds:0.#} s"));
        var longest = Math.Max(1, bars.Max());
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars[i] > 0 || (i > 0 && bars[i - 1] > 0))
            {
                var bar = new string('#', (int)(bars[i] * Width / longest));
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(bucket * i).TotalSeconds,7:0.##} s {bars[i] / bucket.TotalSeconds,8:0}/s  {bar}"));
            }
        }

        output.WriteLine();
    }

    private static long Registers(Crowd crowd) =>
        crowd.Lab.Places.Select(place => place.Node).OfType<Registrar>().Sum(registrar => registrar.Observed.Registers);
}
