using System.Globalization;
using Dialtone.Core.Transactions;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Servers;
using Dialtone.Reports.Pcapng;

namespace Dialtone.Interop.Tests.Captures;

/// <summary>What tshark makes of a capture that was written, every checksum looked at.</summary>
/// <param name="Frames">Each frame.</param>
/// <param name="Text">All that is said of them.</param>
internal sealed record CaptureReader(IReadOnlyList<CapturedFrame> Frames, string Text)
{
    // Severities of Wireshark's expert information: PI_WARN and PI_ERROR.
    private static readonly string[] Bad = ["6291456", "8388608"];

    private static readonly string[] Checks =
    [
        "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
    ];

    private static readonly string[] Fields =
    [
        "frame.protocols", "frame.time_epoch", "frame.comment", "ip.checksum.status", "tcp.checksum.status",
        "udp.checksum.status", "_ws.malformed", "_ws.expert.severity", "_ws.expert.message", "sip.Method",
        "http.request.method",
    ];

    public static async Task<CaptureReader> ReadAsync(TransactionResult result)
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var output = File.Create(file))
            {
                TransactionPcapng.Write(result, output);
            }

            return await ReadAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static async Task<CaptureReader> ReadAsync(string file)
    {
        var lines = await Tool.RunAsync(
            Dissector.Program,
            [
                "-n", "-r", file, .. Checks, "-T", "fields", "-E", "separator=|",
                .. Fields.SelectMany(each => (string[])["-e", each]),
            ]);
        var text = await Tool.RunAsync(Dissector.Program, ["-n", "-r", file, .. Checks, "-V", "-x"]);
        return new([.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Frame)], text);
    }

    private static CapturedFrame Frame(string line)
    {
        var fields = line.Split('|');
        // A checksum is 0 where it is wrong, 1 where it is right.
        var hasBadSum = fields[3..6].Any(status => status.Split(',').Contains("0"));
        var isBad = hasBadSum || fields[6].Length > 0 || fields[7].Split(',').Intersect(Bad).Any();
        return new(fields[0], double.Parse(fields[1], CultureInfo.InvariantCulture), fields[2], isBad, line);
    }
}
