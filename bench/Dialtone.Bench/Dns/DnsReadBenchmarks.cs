using BenchmarkDotNet.Attributes;

namespace Dialtone.Bench.Dns;

/// <summary><see cref="DnsRead"/> with its allocations.</summary>
public class DnsReadBenchmarks
{
    /// <summary>Record by record.</summary>
    [Benchmark]
    public void View() => DnsRead.ReadView();

    /// <summary>As a value.</summary>
    [Benchmark]
    public void Value() => DnsRead.ReadValue();
}
