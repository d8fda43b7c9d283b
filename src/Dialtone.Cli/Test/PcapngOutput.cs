using System.CommandLine;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Pcapng;

namespace Dialtone.Cli.Test;

/// <summary><c>--pcapng</c>: every message as a capture, beside the text.</summary>
internal sealed class PcapngOutput : TransactionOutput
{
    private readonly Option<FileInfo> _file = new("--pcapng")
    {
        Description = "Write every message to a file that Wireshark opens, what was inside TLS as plain text; "
            + "without passwords, tickets and keys.",
        HelpName = "FILE",
    };

    public override Option Option => _file;

    public override bool NeedsMessages(ParseResult parsed) => true;

    public override void Write(ParseResult parsed, TransactionResult result)
    {
        var file = parsed.GetValue(_file)!;
        using (var output = file.Create())
        {
            TransactionPcapng.Write(result, output);
        }

        Console.Error.WriteLine($"{file} is yours alone to give away: {TransactionPcapng.Warning}");
    }
}
