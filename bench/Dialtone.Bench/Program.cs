using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Dialtone.Bench;
using Dialtone.Bench.Dns;
using Dialtone.Bench.Live;
using Dialtone.Bench.Sip;
using Dialtone.Bench.Watch;
using Dialtone.Bench.World;

// rate PART prints one line an item, name and nanoseconds, for bench/run to set beside a peer's. Everything else goes
// to BenchmarkDotNet, which shows allocations too: --filter '*SipRead*'.
if (args is ["rate", var part])
{
    var rates = new Rates();
    Action<Rates> add = part switch
    {
        "sip-read" => SipRead.AddTo,
        "sip-write" => SipWrite.AddTo,
        "dns" => DnsRead.AddTo,
        _ => throw new ArgumentException($"There is no part {part}.", nameof(args)),
    };
    add(rates);
    rates.Print(Console.Out);
    return 0;
}

// The simulated world has figures of its own kind: seconds and bytes.
if (args is ["world"])
{
    WorldFigures.Print(Console.Out);
    return 0;
}

// What a pool that returns, or a Front End that restarts, gets from very many phones.
if (args is ["returns", .. var crowd])
{
    ReturnCurves.Print(
        Console.Out, crowd is [var phones] ? int.Parse(phones, CultureInfo.InvariantCulture) : ReturnCurves.Phones);
    return 0;
}

// An hour of trouble for phones of both profiles: what bench/soak runs.
if (args is ["soak", var seconds])
{
    return await Soak.RunAsync(
        TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), TimeSpan.FromMinutes(1))
        .ConfigureAwait(false);
}

// The server and the client of the part registrations.
if (args is ["registrar"])
{
    return await RegistrarHost.RunAsync().ConfigureAwait(false);
}

if (args is ["register", var at, var times, .. var rest])
{
    return await RegisterLoopRun.RunAsync(
        at, rest is [var caFile] ? caFile : null, int.Parse(times, CultureInfo.InvariantCulture)).ConfigureAwait(false);
}

// Sign-ins by each scheme, and the handshake of one of them alone, for the part sign-ins.
if (args is ["sign-ins", "handshake", var handshakes])
{
    return await TlsDskLoop.RunAsync(int.Parse(handshakes, CultureInfo.InvariantCulture)).ConfigureAwait(false);
}

if (args is ["sign-ins", var what, var often, .. var keytab])
{
    return await SignIns.RunAsync(
        what, int.Parse(often, CultureInfo.InvariantCulture), keytab is [var file] ? file : null).ConfigureAwait(false);
}

// A week of a watcher's history, and how long each question to it takes.
if (args is ["history-week", var kind, var where])
{
    await HistoryTimes.RunAsync(HistoryTimes.Open(kind, where), Console.Out).ConfigureAwait(false);
    return 0;
}

// What giving up a part of that week costs, and those who write meanwhile.
if (args is ["history-trim", var trimmedKind, var trimmed])
{
    await HistoryTrim.RunAsync(HistoryTimes.Open(trimmedKind, trimmed), Console.Out).ConfigureAwait(false);
    return 0;
}

// In this process: a benchmark that is built apart would have to restore packages first.
var config = DefaultConfig.Instance
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"))
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher.FromAssembly(typeof(Rates).Assembly).Run(args, config);
return 0;
