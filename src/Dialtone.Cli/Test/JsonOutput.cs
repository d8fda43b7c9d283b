using System.CommandLine;
using Dialtone.Core.Transactions;
using Dialtone.Reports.Transactions;

namespace Dialtone.Cli.Test;

/// <summary><c>--json</c>: the result as data, in place of the text.</summary>
internal sealed class JsonOutput(Option<bool> verbose) : TransactionOutput
{
    public override Option Option { get; } = new Option<bool>("--json")
    {
        Description = "Print the result as JSON; with --verbose its journal and every message too, without secrets.",
    };

    public override bool IsPrinted => true;

    public override bool NeedsMessages(ParseResult parsed) => parsed.GetValue(verbose);

    public override void Write(ParseResult parsed, TransactionResult result)
    {
        using var output = Console.OpenStandardOutput();
        TransactionJson.Write(result, parsed.GetValue(verbose), output);
        output.Write("\n"u8);
    }
}
