using BenchmarkDotNet.Attributes;

namespace Dialtone.Bench.Sip;

/// <summary><see cref="SipWrite"/> with its allocations.</summary>
public class SipWriteBenchmarks
{
    private Action _write = () => { };

    /// <summary>The messages.</summary>
    public static IEnumerable<string> Names => SipSamples.Names;

    /// <summary>Which message.</summary>
    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    /// <summary>Finds the work.</summary>
    [GlobalSetup]
    public void Choose() => _write = SipWrite.Of(Name);

    /// <summary>One message into a buffer that is used again.</summary>
    [Benchmark]
    public void Message() => _write();
}
