using System.CommandLine;
using Dialtone.Cli.Options;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Pcapng;

namespace Dialtone.Cli.Test;

/// <summary><c>--pcapng FILE</c>: every message as a capture, beside the text.</summary>
internal sealed class PcapngOutput : TransactionOutput
{
    private readonly Option<FileInfo?> _file = FileOption.Create(
        "--pcapng",
        "Write every message to a file that Wireshark opens, what was inside TLS as plain text; without passwords, "
        + "tickets and keys.");

    public override Option Option => _file;

    public override bool NeedsMessages(ParseResult parsed) => true;

    public override void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is { Directory: { Exists: false } directory })
        {
            throw new UsageException($"--pcapng cannot write there: there is no directory {directory}.");
        }
    }

    public override void Write(ParseResult parsed, TransactionResult result)
    {
        var file = parsed.GetValue(_file)!;
        using (var output = file.Create())
        {
            TransactionPcapng.Write(result, output);
        }

        Console.Error.WriteLine($"Think before you give {file} away: {TransactionPcapng.Warning}");
    }
}
