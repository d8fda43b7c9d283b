using BenchmarkDotNet.Attributes;
using Dialtone.Wire.Sip;

namespace Dialtone.Bench.Sip;

/// <summary><see cref="SipRead"/> with its allocations.</summary>
public class SipReadBenchmarks : IDisposable
{
    private readonly SipMessage _message = new();
    private readonly SipStreamReader _reader = new(SipLimits.Default);
    private byte[] _bytes = [];

    /// <summary>The messages.</summary>
    public static IEnumerable<string> Names => SipSamples.Names;

    /// <summary>Which message.</summary>
    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    /// <summary>Reads the file.</summary>
    [GlobalSetup]
    public void Load() => _bytes = SipSamples.File(Name);

    /// <summary>One message in memory.</summary>
    [Benchmark]
    public void Message() => SipRead.Read(_bytes, _message);

    /// <summary>One message fed to a stream.</summary>
    [Benchmark]
    public void Stream() => SipRead.ReadStream(_bytes, _reader, _message);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        GC.SuppressFinalize(this);
    }
}
