using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Reports;

namespace Dialtone.Cli.Simulate;

/// <summary>
/// <c>dialtone simulate</c>: many deployments and their phones in simulated time, broken by seed and watched.
/// </summary>
internal static class SimulateCommand
{
    private const int SeedsMax = 100_000_000;
    private const int SeedsDefault = 1_000;

    public static Command Create()
    {
        var seeds = Number("--seeds", "N", "How many worlds, each from its own seed. 1000 if left out.", 1, SeedsMax);
        var from = Number("--from", "SEED", "The first seed. 1 if left out.", 0, ulong.MaxValue);
        var trace = Number(
            "--seed", "SEED", "One world alone, with its faults and the journal of every phone.", 0, ulong.MaxValue);
        var large = new Option<bool>("--large")
        {
            Description = "Worlds of a hundred to two hundred phones instead of one to five.",
        };
        var crowd = Number(
            "--crowd", "N", "One calm world of N phones alone: their first 35 minutes.", 1, Crowd.PhonesMax);
        var command = new Command(
            "simulate", "Run phones through outages in simulated time and check that they keep their rules.")
        {
            seeds,
            from,
            trace,
            large,
            crowd,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var one = parsed.GetValue(trace);
            if (one is not null && (parsed.GetValue(seeds) ?? parsed.GetValue(from)) is not null)
            {
                throw new UsageException("--seed runs one world: leave out --seeds and --from.");
            }

            Func<ulong, SimulationOptions> draw =
                parsed.GetValue(large) ? SimulationOptions.DrawLarge : SimulationOptions.Draw;
            if (parsed.GetValue(crowd) is { } phones)
            {
                return (one ?? parsed.GetValue(seeds) ?? parsed.GetValue(from)) is null && !parsed.GetValue(large)
                    ? Task.FromResult(Gather((int)phones))
                    : throw new UsageException("--crowd runs one world: it goes with no other option.");
            }

            return Task.FromResult(one is { } seed
                ? One(draw(seed))
                : Many((int)(parsed.GetValue(seeds) ?? SeedsDefault), parsed.GetValue(from) ?? 1, draw, cancellation));
        });
        return command;
    }

    private static Option<ulong?> Number(
        string name, string helpName, string description, ulong min, ulong max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= min && number <= max)
            {
                return number;
            }

            result.AddError($"{name} takes a whole number from {min} to {max}; '{text}' is not one.");
            return null;
        },
    };

    private static int Gather(int phones)
    {
        var clock = Stopwatch.StartNew();
        var crowd = new Crowd(phones, TimeSpan.FromSeconds(30));
        crowd.World.RunTo(Instant.Zero + TimeSpan.FromMinutes(35));
        var signedIn = crowd.SignedIn;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{signedIn} of {Words.Count(phones, "phone", "phones")} signed in, {crowd.World.Events} events, "
            + $"trace {crowd.World.Trace}, in {Words.Of(clock.Elapsed)}."));
        return signedIn == phones ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static int One(SimulationOptions options)
    {
        Console.Write(options);
        var run = new SimulationRun(
            options, looker: (device, entry) => Console.WriteLine($"{device} {JournalText.Of(entry)}"));
        return Conclude(run.Run(), took: null);
    }

    private static int Many(
        int seeds, ulong from, Func<ulong, SimulationOptions> draw, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var gate = new Lock();
        var report = SimulationReport.Empty;
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        // One world is one thread; the seeds are what runs side by side. The report does not depend on their order.
        _ = Parallel.For(
            0,
            seeds,
            parallel,
            () => SimulationReport.Empty,
            (i, _, sum) => sum.With(new SimulationRun(draw(from + (ulong)i)).Run()),
            sum =>
            {
                lock (gate)
                {
                    report = report.With(sum);
                }
            });
        return Conclude(report, clock.Elapsed);
    }

    private static int Conclude(SimulationReport report, TimeSpan? took)
    {
        foreach (var finding in report.Findings.Take(20))
        {
            Console.WriteLine(finding);
        }

        if (report.Findings.Length > 20)
        {
            Console.WriteLine($"… and {report.Findings.Length - 20} more.");
        }

        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{Words.Count(report.Seeds, "seed", "seeds")}, {report.Simulated.TotalHours:0} simulated hours, "
            + $"{report.Events} events, "
            + $"{report.SignIns} sign-ins, {report.Findings.Length} findings, trace {report.Trace:x16}");
        Console.WriteLine(took is { } time ? $"{summary}, in {Words.Of(time)}." : summary + ".");
        if (!report.Findings.IsEmpty)
        {
            Console.WriteLine($"Look closer with: dialtone simulate --seed {report.Findings[0].Seed}");
        }

        return report.Findings.IsEmpty ? ExitCodes.Success : ExitCodes.Failure;
    }
}
