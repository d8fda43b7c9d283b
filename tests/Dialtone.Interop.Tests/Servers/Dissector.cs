using Dialtone.Interop.Tests.Bench;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>What tshark made of one frame.</summary>
/// <param name="Protocols">From the outside in, as in <c>eth:ethertype:ip:udp:dns</c>.</param>
/// <param name="Port">The UDP port that it goes to; empty for others.</param>
/// <param name="IsMalformed">Whether something in it cannot be dissected.</param>
/// <param name="Text">All that was said of it.</param>
internal sealed record DissectedFrame(string Protocols, string Port, bool IsMalformed, string Text);

/// <summary>tshark on an interface, as long as a test takes.</summary>
internal sealed class Dissector : IAsyncDisposable
{
    public const string Program = "tshark";

    // Nobody listens there: datagrams that only mark a place in what is captured.
    private const string Begin = "9";
    private const string End = "19";

    // Severity "Error" of Wireshark's expert information, PI_ERROR.
    private const string Error = "8388608";

    private readonly Func<IReadOnlyList<string>, string?, IReadOnlyDictionary<string, string>?, Task<RunningProcess>>
        start;

    private readonly RunningProcess process;
    private readonly string probed;

    private Dissector(
        Func<IReadOnlyList<string>, string?, IReadOnlyDictionary<string, string>?, Task<RunningProcess>> start,
        RunningProcess process, string probed) => (this.start, this.process, this.probed) = (start, process, probed);

    /// <summary>Starts it, and waits until it really sees what passes.</summary>
    /// <param name="start">Starts a program where the interface is.</param>
    /// <param name="at">The interface.</param>
    /// <param name="probed">An address that is reached over it.</param>
    /// <param name="decode">Ports that are not a protocol's own, as <c>-d</c> takes them.</param>
    public static async Task<Dissector> StartAsync(
        Func<IReadOnlyList<string>, string?, IReadOnlyDictionary<string, string>?, Task<RunningProcess>> start,
        string at, string probed, params IReadOnlyList<string> decode)
    {
        var running = await start(
            [
                Program, "-n", "-l", "-i", at, "-f", "udp or tcp",
                .. decode.SelectMany(each => (string[])["-d", each]),
                "-T", "fields", "-E", "separator=|", "-e", "frame.protocols", "-e", "udp.dstport",
                "-e", "_ws.malformed", "-e", "_ws.expert.severity", "-e", "_ws.expert.message",
            ],
            null, null);
        var dissector = new Dissector(start, running, probed);
        await dissector.MarkAsync(Begin);
        return dissector;
    }

    /// <summary>Every frame since it was started.</summary>
    public async Task<IReadOnlyList<DissectedFrame>> FinishAsync()
    {
        await MarkAsync(End);
        return [.. process.Output.Split('\n').Select(Read).Where(frame => frame.Port is not (Begin or End))];
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static DissectedFrame Read(string line)
    {
        var fields = line.Split('|');
        return new(fields[0], fields[1], fields[2].Length > 0 || fields[3].Split(',').Contains(Error), line);
    }

    // Frames come in their order: once a mark was seen, so was all before it. One that is lost is sent again.
    private async Task MarkAsync(string port)
    {
        var seen = process.WaitForLineAsync(line => line.Contains($"|{port}|"), Tool.RunTimeMax);
        while (!seen.IsCompleted)
        {
            await using var mark = await start(["bash", "-c", $"echo > /dev/udp/{probed}/{port}"], null, null);
            _ = await mark.WaitForExitAsync(Tool.RunTimeMax);
        }

        _ = await seen;
    }
}
